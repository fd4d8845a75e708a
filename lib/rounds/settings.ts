import { z } from "zod";

/**
 * The configuration of one round, as an admin sets it. Names and defaults agree with the config types in
 * trainer/algorithms; the trainer fills in what is not exposed here.
 */
export const roundSettings = z.strictObject({
  /** Random seed of the whole round; every draw derives from (seed, update, sample). */
  seed: z.number().int().min(0).max(2_147_483_647).default(1),
  /** Blocks at the top of the transformer that are trained; all below are shared and frozen. */
  topBlocks: z.number().int().min(1).max(1000).default(4),
  /** Where the policy starts: from the reference (base or SFT), or from the active policy. KL is always against the reference. */
  startFrom: z.enum(["reference", "active"]).default("reference"),
  /** Low-rank adapters beside the frozen blocks in place of training these: in fine-tuning, reward and policy alike. */
  lora: z
    .strictObject({
      /** Inner width of the adapters; 0 has none and trains the blocks. */
      rank: z.number().int().min(0).max(256).default(0),
      /** The adapters count alpha / rank times. */
      alpha: z.number().gt(0).max(1024).default(16),
      /** Which matrices of a block have one. */
      projections: z.enum(["all", "attention", "feedForward", "queryAndValue"]).default("all"),
    })
    .prefault({}),
  sft: z
    .strictObject({
      /** From so many demonstrations on, a round fine-tunes the base on them and starts from that; null never. */
      fromDemonstrations: z.number().int().min(1).max(1_000_000).nullable().default(50),
      learningRate: z.number().gt(0).max(0.1).default(1e-4),
      epochs: z.number().int().min(1).max(50).default(2),
      /** Demonstrations per optimiser step. */
      batchSize: z.number().int().min(1).max(1024).default(16),
    })
    .prefault({}),
  reward: z
    .strictObject({
      /** Reward models in the ensemble, each with its own top blocks, head and bootstrap of the prompts. */
      members: z.number().int().min(1).max(5).default(3),
      learningRate: z.number().gt(0).max(0.1).default(5e-4),
      /** Passes over the rankings; null: one over many, up to three over few. */
      epochs: z.number().int().min(1).max(50).nullable().default(null),
      /** Prompts per optimiser step; all comparisons of a prompt stay together. */
      promptsPerBatch: z.number().int().min(1).max(256).default(8),
    })
    .prefault({}),
  ppo: z
    .strictObject({
      updates: z.number().int().min(1).max(100_000).default(24),
      /** Prompts (episodes) per update. */
      batchSize: z.number().int().min(2).max(1024).default(16),
      minibatches: z.number().int().min(1).max(64).default(2),
      /** Passes over one batch of rollouts. */
      epochs: z.number().int().min(1).max(16).default(4),
      maxNewTokens: z.number().int().min(1).max(1024).default(64),
      temperature: z.number().gt(0).max(2).default(1),
      learningRate: z.number().gt(0).max(0.1).default(2e-5),
      valueLearningRate: z.number().gt(0).max(0.1).default(1e-4),
      /** Course of both learning rates over the updates. */
      schedule: z
        .strictObject({
          kind: z.enum(["constant", "linear", "cosine"]).default("linear"),
          /** Updates over which they first rise from 0. */
          warmupSteps: z.number().int().min(0).max(100_000).default(0),
          /** Where they end, as a share of the peak. */
          finalFraction: z.number().min(0).max(1).default(0.1),
        })
        .prefault({}),
      /** Gradients are scaled down to this norm; 0 never. */
      maxGradientNorm: z.number().min(0).max(1000).default(1),
      /** β, the weight of the per-token KL penalty on a reward with deviation 1. */
      klCoefficient: z.number().min(0).max(10).default(0.05),
      /** KL per completion that an adaptive β aims at; null keeps β fixed. */
      klTarget: z.number().gt(0).max(1000).nullable().default(null),
      /** Completions over which an adaptive β would change by a factor of e at a constant relative error of 1. */
      klHorizon: z.number().int().min(1).max(10_000_000).default(10_000),
      /** Stops the inner epochs of an update above this approximate KL; null never. */
      targetKl: z.number().gt(0).max(10).nullable().default(null),
      clipRange: z.number().gt(0).max(1).default(0.2),
      valueClipRange: z.number().gt(0).max(1).default(0.2),
      gamma: z.number().gt(0).max(1).default(1),
      lambda: z.number().min(0).max(1).default(0.95),
      /** Score of a completion that did not end within maxNewTokens; null leaves it to the reward model. */
      missingEosScore: z.number().min(-10).max(10).nullable().default(-1),
      /** λ: a completion scores the reward ensemble's mean − λ·variance. */
      rewardUncertaintyPenalty: z.number().min(0).max(100).default(0),
      /** Scale token rewards to unit variance before advantages are estimated. */
      whitenRewards: z.boolean().default(false),
      /** Give the advantages of an update mean 0 and variance 1. */
      whitenAdvantages: z.boolean().default(true),
      /** Weight of the language-modelling loss on demonstrations beside the policy loss (PPO-ptx). */
      ptxCoefficient: z.number().min(0).max(100).default(0),
      /** An update's KL that is this many times the usual one is a spike: back to the last good weights; null never. */
      klSpikeFactor: z.number().gt(1).max(1000).nullable().default(4),
    })
    .refine(({ minibatches, batchSize }) => minibatches <= batchSize, {
      path: ["minibatches"],
      message: "must not be more than batchSize",
    })
    .prefault({}),
  /** What keeps the policy from pleasing the reward model alone while it learns. */
  guard: z
    .strictObject({
      /** Updates between two looks at its answers to the same held-out prompts. */
      every: z.number().int().min(1).max(10_000).default(3),
      /** Held-out prompts, at most. */
      prompts: z.number().int().min(2).max(1000).default(16),
      samplesPerPrompt: z.number().int().min(1).max(64).default(1),
    })
    .prefault({}),
  evaluation: z
    .strictObject({
      /** Held-out prompts, at most. */
      prompts: z.number().int().min(1).max(1000).default(24),
      samplesPerPrompt: z.number().int().min(1).max(64).default(4),
    })
    .prefault({}),
  gates: z
    .strictObject({
      /** Above this KL to the reference, in nats per completion, a policy is not published by itself. */
      klCeiling: z.number().gt(0).max(1000).default(20),
      /** How much more surprised by held-out text than the base a policy may be, nats a token. */
      textLossMargin: z.number().min(0).max(1000).default(0.1),
      /** How much less probable the right answers to simple questions may be than for the base, on average. */
      questionMargin: z.number().min(0).max(1).default(0.05),
      /** How much less probable a refusal may be where one is due than for the base, and how much more where none is. */
      refusalMargin: z.number().min(0).max(1).default(0.1),
      /** When people must prefer a policy's answers, blind, before it is published: where no gold model can judge it, or always. */
      askPeople: z.enum(["blind", "always", "never"]).default("blind"),
      /** A policy that passed every gate is published without asking. */
      publishAutomatically: z.boolean().default(true),
    })
    .prefault({}),
});

export type RoundSettings = z.infer<typeof roundSettings>;

export const roundStages = ["collect", "sft", "reward", "policy", "evaluate", "publish"] as const;
export type RoundStageName = (typeof roundStages)[number];
