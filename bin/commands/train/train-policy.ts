import { createGrpoTrainer } from "../../../trainer/algorithms/grpo.ts";
import type { TrainerState } from "../../../trainer/algorithms/learner.ts";
import { createPpoTrainer, type PpoModels, type PpoStep } from "../../../trainer/algorithms/ppo.ts";
import { loadRewardModel } from "../../../trainer/algorithms/reward-file.ts";
import { createRlooTrainer } from "../../../trainer/algorithms/rloo.ts";
import type { TrainingPrompt } from "../../../trainer/algorithms/rollout.ts";
import { reportHeldOut, sampleHeldOut } from "../../../trainer/evaluation/held-out.ts";
import { alarmText } from "./alarm-text.ts";
import type { Figures } from "./figures.ts";
import type { MethodSettings } from "./method-settings.ts";
import type { OpenedModel } from "./open-model.ts";
import { readDemonstrations, readPrompts as readPromptFile } from "./read-training-data.ts";
import { fileOfReward } from "./run-training.ts";
import { savePolicy } from "./save-policy.ts";
import { toSequence } from "./train-sft.ts";
import type { TrainingMethod, TrainOptions } from "./training-run.ts";

/** So many updates in a row from which nothing was learned end a run, as they end a round. */
const failuresInARow = 3;

/** What PPO, RLOO and GRPO have in common once they are made. */
interface PolicyTrainer {
  readonly update: number;
  step(): Promise<Omit<PpoStep, "metrics"> & { metrics: object }>;
  state(): TrainerState;
  restore(state: TrainerState): void;
  dispose(): void;
}

interface PolicyMethod<Of extends "ppo" | "rloo" | "grpo"> {
  method: Of;
  create(
    settings: MethodSettings<Of> & { seed: number },
    models: PpoModels,
    prompts: readonly TrainingPrompt[],
  ): PolicyTrainer;
}

export const ppo = policyMethod({ method: "ppo", create: createPpoTrainer });
export const rloo = policyMethod({ method: "rloo", create: createRlooTrainer });
export const grpo = policyMethod({ method: "grpo", create: createGrpoTrainer });

/** A method that samples completions of a file of prompts and learns from what a reward model says of them. */
function policyMethod<Of extends "ppo" | "rloo" | "grpo">({ method, create }: PolicyMethod<Of>): TrainingMethod {
  return {
    method,
    shown: ["objective/scores", "objective/kl", "policy/entropy_avg"],
    async prepare(options, given, opened) {
      const settings = given as MethodSettings<Of> & { maxNewTokens: number; updates: number; temperature: number };
      const { model } = opened;
      const prompts = await readTrainingPrompts(options.data, options, opened, settings.maxNewTokens);
      const held = options.eval
        ? await readTrainingPrompts(options.eval, options, opened, settings.maxNewTokens)
        : null;
      const mix = await readMix(options, given, opened);
      const reward = await loadRewardModel(fileOfReward(options.reward!), model.trunk, model.tokenizer.padToken);
      return {
        data: `${prompts.length} prompts${mix ? `, ${mix.length} demonstrations mixed in` : ""}`,
        start(seed) {
          const policy = { ...model, top: model.top.clone() };
          const models = { policy, reference: model.top, reward, mix, startsFromReference: true };
          let failures = 0;
          const trainer = create({ ...settings, seed }, models, prompts);
          return {
            get progress() {
              return { step: trainer.update, steps: settings.updates };
            },
            async step() {
              const { update, metrics, alarms, fault, rolledBack } = await trainer.step();
              const promptOf = (id: string) => prompts.find((prompt) => prompt.id === id)?.tokens;
              const warnings = alarms.map(
                (alarm) => `update ${update + 1}: ${alarmText(alarm, model.tokenizer, promptOf)}`,
              );
              failures = fault || rolledBack ? failures + 1 : 0;
              if (failures < failuresInARow) return { metrics: { ...metrics }, warnings };
              throw new Error(`${failures} updates in a row were left out; nothing is written.\n${warnings.at(-1)}`);
            },
            state: () => trainer.state(),
            restore: (state) => trainer.restore(state),
            async finish(folder) {
              const saved = await savePolicy(folder, policy, options);
              const figures = held ? await evaluatePolicy({ ...models, reward }, held, { ...settings, seed }) : {};
              return { ...saved, figures };
            },
            dispose() {
              trainer.dispose();
              policy.top.dispose();
            },
          };
        },
      };
    },
  };
}

/** Policy and reference answer the prompts with the same seeds; the reward model judges both. */
async function evaluatePolicy(
  models: PpoModels,
  prompts: readonly TrainingPrompt[],
  settings: { seed: number; temperature: number; maxNewTokens: number },
): Promise<Figures> {
  const samples = await sampleHeldOut({ ...settings, samplesPerPrompt: 1 }, models, prompts);
  const { policy, reference, improvement, kl } = reportHeldOut(samples);
  const figure = (value: number, error?: number) =>
    error === undefined || !Number.isFinite(error)
      ? { value }
      : { value, lower: value - 1.96 * error, upper: value + 1.96 * error };
  return {
    "eval/reward": figure(policy.reward, policy.rewardStandardError),
    "eval/reward before": figure(reference.reward, reference.rewardStandardError),
    "eval/improvement": figure(improvement.mean, improvement.standardError),
    "eval/kl": figure(kl.k1, kl.standardError),
    "eval/ended_share": figure(policy.endedShare),
    "eval/mean_length": figure(policy.meanLength),
  };
}

async function readTrainingPrompts(
  file: string,
  { systemPrompt = null }: { systemPrompt?: string | null },
  { base, model: { trunk, tokenizer } }: OpenedModel,
  maxNewTokens: number,
): Promise<TrainingPrompt[]> {
  const prompts = (await readPromptFile(file))
    .map(({ id, messages }) => ({ id, tokens: tokenizer.encodeChat(messages, { systemPrompt }) }))
    .filter(({ tokens }) => tokens.length + maxNewTokens <= trunk.architecture.context);
  if (prompts.length === 0) throw new Error(`${file} holds no prompt that fits into ${base.name}.`);
  return prompts;
}

/** Demonstrations for PPO-ptx. Throws where a weight is set and no file given, or the other way round. */
async function readMix(options: TrainOptions, settings: object, { model }: OpenedModel) {
  const weight = "ptxCoefficient" in settings ? Number(settings.ptxCoefficient) : 0;
  if (options.mix === undefined) {
    if (weight > 0) throw new Error("ptxCoefficient is above 0: name the demonstrations with --mix FILE.");
    return undefined;
  }
  if (weight === 0) throw new Error("--mix has no effect while ptxCoefficient is 0: raise it with --set.");
  return (await readDemonstrations(options.mix, options)).map((demonstration) =>
    toSequence(demonstration, model.tokenizer, options.systemPrompt ?? null),
  );
}
