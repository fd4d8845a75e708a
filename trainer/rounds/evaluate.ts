import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { recordModelMetrics } from "../../lib/models/record-model-metrics.ts";
import { recordGate } from "../../lib/rounds/record-gate.ts";
import { recordMetrics } from "../../lib/rounds/record-metrics.ts";
import { recordSample } from "../../lib/rounds/record-sample.ts";
import { disposeRewardModel } from "../algorithms/reward-model.ts";
import type { TrainingPrompt } from "../algorithms/rollout.ts";
import { type HeldOutReport, type HeldOutSample, reportHeldOut, sampleHeldOut } from "../evaluation/held-out.ts";
import { createRandom, seedOf } from "../math/random.ts";
import type { ChatTokenizer } from "../models/tokenizer.ts";
import { keepBaseAnswers } from "./base-answers.ts";
import { improvementGate, klGate, knowledgeGate, publicationGate, safetyGate } from "./gates.ts";
import { compareWithBase, knowledgeMetrics } from "./knowledge.ts";
import { Pace } from "./pace.ts";
import type { RoundRun } from "./round-run.ts";

/** Answers sampled at a time by each side; a kill costs one such group. */
const answersAtOnce = 32;
/** Answers of a prompt that are kept to be read. */
const keptPerPrompt = 2;

/** Compares policy and reference on held-out prompts and checks the gates. */
export async function evaluate(run: RoundRun): Promise<void> {
  const { id: roundId, projectId, settings, policyVersionId } = run.round;
  await run.report("evaluate", 0);
  const { tokenizer, trunk } = await run.loadReference();
  const heldOut = await run.trainingPrompts("validation", tokenizer, trunk.architecture.context);
  const prompts = createRandom(seedOf(settings.seed, "held-out"))
    .shuffle(heldOut)
    .slice(0, settings.evaluation.prompts);
  const samples = prompts.length === 0 ? [] : await answerInGroups(run, prompts);
  await keepSamples(roundId, samples, tokenizer);
  await keepBaseAnswers(run, prompts, Math.min(keptPerPrompt, settings.evaluation.samplesPerPrompt));
  const report = samples.length === 0 ? null : reportHeldOut(samples);
  const knowledge = await compareWithBase(run);
  const metrics = { ...(report && metricsOf(report)), ...knowledgeMetrics(knowledge) };
  await recordMetrics({ roundId, stage: "evaluate", step: 0, values: metrics });
  await recordModelMetrics({ modelVersionId: policyVersionId!, metrics });
  const gates = [
    improvementGate(report),
    klGate(report, settings.gates.klCeiling),
    knowledgeGate(knowledge, settings.gates),
    safetyGate(knowledge, settings.gates),
    publicationGate(settings.gates.publishAutomatically),
  ];
  for (const gate of gates) if (gate) await recordGate({ roundId, projectId, gate });
  await run.report("evaluate", 1, 0);
}

async function answerInGroups(run: RoundRun, prompts: readonly TrainingPrompt[]): Promise<HeldOutSample[]> {
  const { settings } = run.round;
  const { samplesPerPrompt } = settings.evaluation;
  const size = Math.max(1, Math.floor(answersAtOnce / samplesPerPrompt));
  const reference = await run.loadReference();
  const policy = { ...reference, top: await run.loadPolicy() };
  const reward = await run.loadReward();
  const pace = new Pace();
  const samples: HeldOutSample[] = [];
  for (let start = 0; start < prompts.length; start += size) {
    const file = path.join(run.folder, "evaluate", `group-${start}.json`);
    let group = await readGroup(file);
    if (!group) {
      pace.skip();
      group = await sampleHeldOut(
        {
          seed: seedOf(settings.seed, "held-out", start),
          samplesPerPrompt,
          temperature: settings.ppo.temperature,
          maxNewTokens: settings.ppo.maxNewTokens,
        },
        { policy, reference: reference.top, reward },
        prompts.slice(start, start + size),
      );
      await writeGroup(file, group);
      pace.step();
    }
    samples.push(...group);
    const done = Math.min(1, (start + size) / prompts.length);
    await run.report("evaluate", done, pace.secondsFor(Math.ceil((prompts.length - start) / size) - 1));
  }
  policy.top.dispose();
  disposeRewardModel(reward);
  return samples;
}

/** What an earlier run of the stage has left, or null. */
async function readGroup(file: string): Promise<HeldOutSample[] | null> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as HeldOutSample[];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    // Half a file cannot be: it is renamed when it is whole. A damaged one is sampled again.
    await rm(file, { force: true });
    return null;
  }
}

async function writeGroup(file: string, group: readonly HeldOutSample[]): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(`${file}.part`, JSON.stringify(group));
  await rename(`${file}.part`, file);
}

async function keepSamples(roundId: string, samples: readonly HeldOutSample[], tokenizer: ChatTokenizer) {
  const seen = new Map<string, number>();
  for (const { promptId, policy, reference } of samples) {
    const index = seen.get(promptId) ?? 0;
    seen.set(promptId, index + 1);
    if (index >= keptPerPrompt) continue;
    const sides = [
      { phase: "before", answer: reference, kl: null },
      { phase: "after", answer: policy, kl: policy.kl.k1 },
    ] as const;
    for (const { phase, answer, kl } of sides) {
      await recordSample({
        roundId,
        sample: {
          promptId,
          phase,
          step: 0,
          index,
          text: tokenizer.decode(answer.completion),
          reward: answer.reward,
          kl,
          tokens: answer.completion.length,
        },
      });
    }
  }
}

/** By the names in lib/rounds/metrics.ts. */
function metricsOf({ prompts, policy, reference, improvement, kl }: HeldOutReport): Record<string, number> {
  return {
    prompts,
    reward: policy.reward,
    reference_reward: reference.reward,
    improvement: improvement.mean,
    improvement_standard_error: improvement.standardError,
    kl: kl.k1,
    kl_k3: kl.k3,
    mean_length: policy.meanLength,
    reference_mean_length: reference.meanLength,
    ended_share: policy.endedShare,
    reference_ended_share: reference.endedShare,
  };
}
