import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { recordGate } from "../../lib/rounds/record-gate.ts";
import { recordMetrics } from "../../lib/rounds/record-metrics.ts";
import { recordSample } from "../../lib/rounds/record-sample.ts";
import type { TrainerState } from "../algorithms/learner.ts";
import { loadRewardModel, saveRewardModel } from "../algorithms/reward-file.ts";
import { disposeRewardModel, type RewardModel } from "../algorithms/reward-model.ts";
import type { TrainingPrompt } from "../algorithms/rollout.ts";
import { crossValidateGold, type GoldSight, trainGoldModel } from "../evaluation/gold-model.ts";
import { createPolicyGuard, type PolicyGuard } from "../evaluation/policy-guard.ts";
import { evaluationFigures, watchPolicy } from "../evaluation/watch.ts";
import { createRandom, seedOf } from "../math/random.ts";
import type { LanguageModel } from "../models/language-model.ts";
import { overOptimisationAlarm, overOptimisationGate, peopleGate } from "./over-optimisation-gates.ts";
import { longestSequence, type RoundRun } from "./round-run.ts";
import { readRankedPrompts } from "./training-data.ts";

/** Watched prompts whose answers are kept to be read. */
const shownPrompts = 4;

interface Watched {
  policy: LanguageModel;
  reference: LanguageModel;
  proxy: RewardModel;
}

/** Keeps a round's policy from over-optimising: has it answer the same held-out prompts now and then, and stops it. */
export class RoundGuard {
  private readonly run: RoundRun;
  private readonly models: Watched;
  private readonly gold: RewardModel | null;
  private readonly sight: GoldSight;
  private readonly guard: PolicyGuard;
  private readonly prompts: readonly TrainingPrompt[];

  private constructor(
    run: RoundRun,
    models: Watched,
    { gold, sight }: { gold: RewardModel | null; sight: GoldSight },
    prompts: readonly TrainingPrompt[],
  ) {
    this.run = run;
    this.models = models;
    this.gold = gold;
    this.sight = sight;
    this.prompts = prompts;
    const ceiling = run.round.settings.gates.klCeiling;
    this.guard = createPolicyGuard(models.policy.top, gold ? { kind: "gold" } : { kind: "ceiling", ceiling });
  }

  /** Trains the gold model, or finds it where an earlier run of the stage left it. */
  static async open(run: RoundRun, models: Watched): Promise<RoundGuard> {
    const { tokenizer, trunk } = models.reference;
    const { seed, guard } = run.round.settings;
    const heldOut = await run.trainingPrompts("validation", tokenizer, trunk.architecture.context);
    const order = createRandom(seedOf(seed, "held-out")).shuffle(heldOut);
    // From the other end than the final evaluation: where there are enough, it meets prompts that chose no checkpoint.
    const prompts = order.toReversed().slice(0, guard.prompts);
    return new RoundGuard(run, models, await prepareGold(run, models.reference), prompts);
  }

  /** Whether learning must end. */
  get stopped(): boolean {
    return this.guard.verdict?.stop ?? false;
  }

  isDue(update: number): boolean {
    const { guard, ppo } = this.run.round.settings;
    return this.prompts.length > 0 && (update % guard.every === 0 || update === ppo.updates);
  }

  /** Judges the policy as it is after so many updates. */
  async look(update: number): Promise<void> {
    const { id: roundId, settings } = this.run.round;
    const { policy, reference, proxy } = this.models;
    const started = performance.now();
    const { evaluation, answers } = await watchPolicy(
      {
        seed: settings.seed,
        samplesPerPrompt: settings.guard.samplesPerPrompt,
        temperature: settings.ppo.temperature,
        maxNewTokens: settings.ppo.maxNewTokens,
      },
      { policy, reference: reference.top, proxy, gold: this.gold },
      this.prompts,
      update,
    );
    this.guard.take(evaluation);
    const seconds = (performance.now() - started) / 1000;
    const values = { ...evaluationFigures(evaluation), "held_out/seconds": seconds };
    await recordMetrics({ roundId, stage: "policy", step: update, values });
    const firsts = this.prompts
      .slice(0, shownPrompts)
      .map(({ id }) => answers.find(({ promptId }) => promptId === id)!);
    for (const { promptId, completion, reward } of firsts) {
      await recordSample({
        roundId,
        sample: {
          promptId,
          phase: update === 0 ? "before" : "during",
          step: update,
          index: 0,
          text: policy.tokenizer.decode(completion),
          reward,
          kl: null,
          tokens: completion.length,
        },
      });
    }
  }

  /** Gives the policy its best weights, and says so in gates and alarms. */
  async conclude(): Promise<void> {
    const { id: roundId, projectId, settings } = this.run.round;
    const { rule, evaluations, verdict } = this.guard;
    this.guard.restoreKept();
    if (verdict?.stop) {
      const alarm = overOptimisationAlarm(rule, evaluations, verdict);
      await this.run.alarm("policy", evaluations.at(-1)!.update - 1, [alarm], this.models.policy.tokenizer);
    }
    const gates = [
      overOptimisationGate({ rule, sight: this.sight, evaluations, verdict }),
      peopleGate(settings.gates.askPeople, this.sight),
    ];
    for (const gate of gates) if (gate) await recordGate({ roundId, projectId, gate });
  }

  exportTo(state: TrainerState): TrainerState {
    this.guard.exportTo(state);
    return state;
  }

  importFrom(state: TrainerState): void {
    this.guard.importFrom(state);
  }

  dispose(): void {
    if (this.gold) disposeRewardModel(this.gold);
  }
}

/** The gold reward model and how well it sees; no model where it does not see well enough to judge. */
async function prepareGold(
  run: RoundRun,
  { tokenizer, trunk, top: initial }: LanguageModel,
): Promise<{ gold: RewardModel | null; sight: GoldSight }> {
  const { datasetVersionId, systemPrompt, settings } = run.round;
  const folder = path.join(run.folder, "gold");
  const [sightFile, modelFile] = [path.join(folder, "sight.json"), path.join(folder, "model.safetensors")];
  const { padToken } = tokenizer;
  const load = (sight: GoldSight) => (sight.sees ? loadRewardModel(modelFile, trunk, padToken) : null);
  const found = await readFile(sightFile, "utf8").catch(() => null);
  if (found !== null) {
    const sight = JSON.parse(found) as GoldSight;
    return { gold: await load(sight), sight };
  }
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { prompts } = await readRankedPrompts(
    { datasetVersionId: datasetVersionId!, split: "gold", systemPrompt },
    tokenizer,
    Math.min(longestSequence, trunk.architecture.context),
  );
  const config = { ...settings.reward, seed: seedOf(settings.seed, "gold") };
  let sight = crossValidateGold(config, { initial, padToken }, prompts);
  if (sight.sees) {
    const { model, references, dead } = trainGoldModel(config, { initial, padToken }, prompts);
    if (dead) sight = { ...sight, sees: false };
    else await saveRewardModel(modelFile, model, references, padToken);
    disposeRewardModel(model);
  }
  // Written last: where it is, the model is whole.
  await writeFile(`${sightFile}.part`, JSON.stringify(sight));
  await rename(`${sightFile}.part`, sightFile);
  return { gold: await load(sight), sight };
}
