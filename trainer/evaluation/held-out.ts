import { stackSequences } from "../algorithms/activations.ts";
import { completionKl } from "../algorithms/episode.ts";
import { estimateRewards, type RewardModel } from "../algorithms/reward-model.ts";
import { type Rollout, sampleRollouts, type TrainingPrompt } from "../algorithms/rollout.ts";
import { mean, pairedDifference, standardError } from "../math/statistics.ts";
import type { Batch } from "../models/batch.ts";
import { tokenLogProbs } from "../models/heads.ts";
import type { LanguageModel } from "../models/language-model.ts";
import { Sampler } from "../models/sample.ts";
import type { Top } from "../models/top.ts";
import { type Tensor3D, tf } from "../tensor/backend.ts";

export interface HeldOutConfig {
  /** Every draw derives from (seed, sample); policy and reference use the same seeds. */
  seed: number;
  samplesPerPrompt: number;
  temperature: number;
  maxNewTokens: number;
}

/** What one model's completions of the held-out prompts came to. */
export interface SideReport {
  /** Mean normalised reward, by the reward model alone. */
  reward: number;
  rewardStandardError: number;
  meanLength: number;
  /** Share of completions that ended by themselves. */
  endedShare: number;
}

/** One model's completion of a held-out prompt. */
export interface HeldOutAnswer {
  completion: readonly number[];
  /** Normalised, by the reward model alone. */
  reward: number;
  /** Whether it ended by itself. */
  ended: boolean;
}

export interface HeldOutSample {
  promptId: string;
  /** KL to the reference, nats per completion. */
  policy: HeldOutAnswer & { kl: { k1: number; k3: number } };
  reference: HeldOutAnswer;
}

export interface HeldOutReport {
  prompts: number;
  policy: SideReport;
  reference: SideReport;
  /** Mean over prompts of (policy's mean reward − reference's), and its standard error: the unit is the prompt. */
  improvement: { mean: number; standardError: number };
  /** KL(policy ‖ reference) per completion, nats: sums over tokens of k1 and k3, means over the policy's completions. */
  kl: { k1: number; standardError: number; k3: number };
}

/** Sequences per forward pass without gradient. */
const SEQUENCES_PER_FORWARD = 16;

/**
 * Lets policy and reference answer prompts that training never saw, with the same seeds, and scores both. Both stand on
 * one trunk.
 *
 * @param prompts each answered `samplesPerPrompt` times by each side
 * @param options.signal stops between two tokens; the promise rejects with its reason
 * @returns samples in the order of the prompts
 */
export async function sampleHeldOut(
  config: HeldOutConfig,
  { policy, reference, reward }: { policy: LanguageModel; reference: Top; reward: RewardModel },
  prompts: readonly TrainingPrompt[],
  { signal }: { signal?: AbortSignal } = {},
): Promise<HeldOutSample[]> {
  const { padToken } = policy.tokenizer;
  const byPolicy = await answer(config, { model: policy, reward }, prompts, signal);
  const byReference = await answer(config, { model: { ...policy, top: reference }, reward }, prompts, signal);
  const kl = klOf(byPolicy.rollouts, policy.top, reference, config.temperature, padToken);
  return byPolicy.answers.map(({ promptId, ...ownAnswer }, place) => {
    const { promptId: _same, ...referenceAnswer } = byReference.answers[place]!;
    return { promptId, policy: { ...ownAnswer, kl: kl[place]! }, reference: referenceAnswer };
  });
}

/** What one model answers to the same prompts, for a third column beside policy and reference. */
export async function answerHeldOut(
  config: HeldOutConfig,
  models: { model: LanguageModel; reward: RewardModel },
  prompts: readonly TrainingPrompt[],
): Promise<(HeldOutAnswer & { promptId: string })[]> {
  return (await answer(config, models, prompts)).answers;
}

async function answer(
  config: HeldOutConfig,
  { model, reward }: { model: LanguageModel; reward: RewardModel },
  prompts: readonly TrainingPrompt[],
  signal?: AbortSignal,
): Promise<{ rollouts: Rollout[]; answers: (HeldOutAnswer & { promptId: string })[] }> {
  const asked = prompts.flatMap((prompt) => Array.from({ length: config.samplesPerPrompt }, () => prompt));
  const sampler = new Sampler(model);
  try {
    const rollouts = await sampleRollouts(sampler, asked, { ...config, seedParts: [config.seed, "held-out"], signal });
    const rewards = estimateRewards(reward, rollouts, model.tokenizer.padToken).map((estimate) => estimate.reward);
    const answers = rollouts.map(({ promptId, completion, ended }, place) => ({
      promptId,
      completion,
      ended,
      reward: rewards[place]!,
    }));
    return { rollouts, answers };
  } finally {
    sampler.dispose();
  }
}

/** What the samples come to. With fewer than two prompts the standard errors are NaN. */
export function reportHeldOut(samples: readonly HeldOutSample[]): HeldOutReport {
  const groups = new Map<string, HeldOutSample[]>();
  for (const sample of samples) groups.set(sample.promptId, [...(groups.get(sample.promptId) ?? []), sample]);
  const perPrompt = (side: "policy" | "reference") =>
    [...groups.values()].map((group) => mean(group.map((sample) => sample[side].reward)));
  const [policyMeans, referenceMeans] = [perPrompt("policy"), perPrompt("reference")];
  const k1 = samples.map(({ policy }) => policy.kl.k1);
  return {
    prompts: groups.size,
    policy: sideReport(
      samples.map(({ policy }) => policy),
      policyMeans,
    ),
    reference: sideReport(
      samples.map(({ reference }) => reference),
      referenceMeans,
    ),
    improvement: pairedDifference(policyMeans, referenceMeans),
    kl: { k1: mean(k1), standardError: standardError(k1), k3: mean(samples.map(({ policy }) => policy.kl.k3)) },
  };
}

function sideReport(answers: readonly HeldOutAnswer[], promptMeans: readonly number[]): SideReport {
  return {
    reward: mean(answers.map(({ reward }) => reward)),
    rewardStandardError: standardError(promptMeans),
    meanLength: mean(answers.map(({ completion }) => completion.length)),
    endedShare: mean(answers.map(({ ended }) => Number(ended))),
  };
}

/** KL per completion of what `policy` sampled. */
export function klOf(
  rollouts: readonly Rollout[],
  policy: Top,
  reference: Top,
  temperature: number,
  padToken: number,
): { k1: number; k3: number }[] {
  const result: { k1: number; k3: number }[] = [];
  for (let start = 0; start < rollouts.length; start += SEQUENCES_PER_FORWARD) {
    const members = rollouts.slice(start, start + SEQUENCES_PER_FORWARD);
    const { batch, hidden } = stackSequences(members, padToken, policy.trunk.architecture.width);
    const logProbs = logProbsOf(policy, hidden, batch, temperature);
    const referenceLogProbs = logProbsOf(reference, hidden, batch, temperature);
    hidden.dispose();
    for (let row = 0; row < members.length; row++) {
      const [from, to] = [batch.offsets[row], batch.offsets[row + 1]];
      result.push(
        completionKl({ logProbs: logProbs.slice(from, to), referenceLogProbs: referenceLogProbs.slice(from, to) }),
      );
    }
  }
  return result;
}

function logProbsOf(top: Top, hidden: Tensor3D, batch: Batch, temperature: number): Float32Array {
  return tf.tidy(() => tokenLogProbs(top, hidden, batch, { temperature }).logProbs.dataSync<"float32">().slice());
}
