/**
 * The settings of each method of `attune train`: their names, bounds and defaults, in one place, so that a value is
 * checked alike whichever method it is for. What an admin sets too has the bounds of lib/rounds/settings.ts.
 */
import { z } from "zod";
import { roundSettings } from "../../../lib/rounds/settings.ts";
import { dpoDefaults } from "../../../trainer/algorithms/dpo-config.ts";
import { groupPolicyDefaults, grpoDefaults } from "../../../trainer/algorithms/group-policy-config.ts";
import { rewardDefaults } from "../../../trainer/algorithms/reward-config.ts";
import { sftDefaults } from "../../../trainer/algorithms/sft-config.ts";
import type { Schedule } from "../../../trainer/math/schedule.ts";

export const methods = ["sft", "reward", "ppo", "rloo", "grpo", "dpo"] as const;
export type Method = (typeof methods)[number];

const ofRounds = {
  sft: roundSettings.shape.sft.unwrap().shape,
  reward: roundSettings.shape.reward.unwrap().shape,
  ppo: roundSettings.shape.ppo.unwrap(),
};
const ppo = ofRounds.ppo.shape;
const lora = roundSettings.shape.lora;
const weightDecay = z.number().min(0).max(1);

function schedule({ kind, warmupSteps, finalFraction }: Schedule) {
  return z
    .strictObject({
      kind: z.enum(["constant", "linear", "cosine"]).default(kind),
      warmupSteps: z.number().int().min(0).max(100_000).default(warmupSteps),
      finalFraction: z.number().min(0).max(1).default(finalFraction),
    })
    .prefault({});
}

const sft = z.strictObject({
  learningRate: ofRounds.sft.learningRate,
  epochs: ofRounds.sft.epochs,
  batchSize: ofRounds.sft.batchSize,
  lora,
  schedule: schedule(sftDefaults.schedule),
  weightDecay: weightDecay.default(sftDefaults.weightDecay),
  maxGradientNorm: ppo.maxGradientNorm,
});

const reward = z.strictObject({
  ...ofRounds.reward,
  lora,
  schedule: schedule(rewardDefaults.schedule),
  weightDecay: weightDecay.default(rewardDefaults.weightDecay),
  maxGradientNorm: ppo.maxGradientNorm,
});

const dpo = z.strictObject({
  lora,
  loss: z.enum(["sigmoid", "ipo"]).default(dpoDefaults.loss),
  beta: z.number().gt(0).max(100).default(dpoDefaults.beta),
  labelSmoothing: z.number().min(0).lt(0.5).default(dpoDefaults.labelSmoothing),
  learningRate: ppo.learningRate.default(dpoDefaults.learningRate),
  epochs: ofRounds.sft.epochs.default(dpoDefaults.epochs),
  promptsPerBatch: ofRounds.reward.promptsPerBatch.default(dpoDefaults.promptsPerBatch),
  schedule: schedule(dpoDefaults.schedule),
  maxGradientNorm: ppo.maxGradientNorm,
});

const groupPolicy = {
  lora,
  updates: ppo.updates.default(groupPolicyDefaults.updates),
  promptsPerBatch: z.number().int().min(1).max(1024).default(groupPolicyDefaults.promptsPerBatch),
  completionsPerPrompt: z.number().int().min(2).max(256).default(groupPolicyDefaults.completionsPerPrompt),
  minibatches: ppo.minibatches.default(groupPolicyDefaults.minibatches),
  epochs: ppo.epochs.default(groupPolicyDefaults.epochs),
  maxNewTokens: ppo.maxNewTokens.default(groupPolicyDefaults.maxNewTokens),
  temperature: ppo.temperature.default(groupPolicyDefaults.temperature),
  learningRate: ppo.learningRate.default(groupPolicyDefaults.learningRate),
  schedule: schedule(groupPolicyDefaults.schedule),
  maxGradientNorm: ppo.maxGradientNorm,
  klCoefficient: ppo.klCoefficient.default(groupPolicyDefaults.klCoefficient),
  clipRange: ppo.clipRange.default(groupPolicyDefaults.clipRange),
  missingEosScore: ppo.missingEosScore,
  rewardUncertaintyPenalty: ppo.rewardUncertaintyPenalty,
  klSpikeFactor: ppo.klSpikeFactor,
};

export const methodSettings = {
  sft,
  reward,
  ppo: ofRounds.ppo.safeExtend({ lora }),
  rloo: z.strictObject(groupPolicy),
  grpo: z.strictObject({ ...groupPolicy, scaleRewards: z.boolean().default(grpoDefaults.scaleRewards) }),
  dpo,
} as const satisfies Record<Method, z.ZodObject>;

export type MethodSettings<Of extends Method> = z.infer<(typeof methodSettings)[Of]>;

/** What each setting is, in a few words, for `--help`. */
export const settingMeanings: Record<string, string> = {
  batchSize: "demonstrations, or completions, per step",
  alpha: "adapters count alpha / rank times",
  beta: "how strongly the policy is held to the reference",
  clipRange: "ε of the clipped objective",
  completionsPerPrompt: "compared with each other",
  epochs: "passes over the data, or over one batch of completions; null for rankings: by their number",
  finalFraction: "where the learning rate ends, as a share of its peak",
  gamma: "γ of advantage estimation",
  kind: "course of the learning rate",
  klCoefficient: "β, weight of the KL penalty on a reward of deviation 1",
  klHorizon: "completions over which an adaptive β moves",
  klSpikeFactor: "KL so many times the usual is undone; null never",
  klTarget: "KL that an adaptive β aims at; null keeps β",
  labelSmoothing: "ε of conservative DPO: labels wrong this often",
  lambda: "λ of advantage estimation",
  learningRate: "Adam's peak step",
  loss: "DPO's or IPO's",
  maxGradientNorm: "gradients are scaled down to it; 0 never",
  maxNewTokens: "longest completion",
  members: "reward models in the ensemble",
  minibatches: "optimiser steps per pass over a batch",
  missingEosScore: "of a completion that did not end; null leaves it to the reward model",
  projections: "matrices of a block that have adapters",
  promptsPerBatch: "per step",
  ptxCoefficient: "weight of the loss on --mix",
  rank: "inner width of adapters (LoRA); 0 trains the blocks",
  rewardUncertaintyPenalty: "λ: score is mean − λ·variance of the ensemble",
  scaleRewards: "divide by the group's deviation; false is Dr. GRPO",
  targetKl: "an update's passes stop above it; null never",
  temperature: "of sampling",
  updates: "rounds of sampling and learning",
  valueClipRange: "ε around the value at sampling time",
  valueLearningRate: "Adam's peak step for the value model",
  warmupSteps: "over which the learning rate rises",
  weightDecay: "of matrices, decoupled",
  whitenAdvantages: "advantages of an update to mean 0 and variance 1",
  whitenRewards: "token rewards to variance 1",
};
