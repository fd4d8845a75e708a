import { seedOf } from "../math/random.ts";
import { learningRateAt } from "../math/schedule.ts";
import type { Sequence } from "../models/batch.ts";
import { tokenLogProbs } from "../models/heads.ts";
import type { Top } from "../models/top.ts";
import { type NamedTensorMap, tf } from "../tensor/backend.ts";
import { addGradients } from "../tensor/gradients.ts";
import {
  alikeInLength,
  type CachedSequence,
  cacheActivations,
  createActivationCache,
  ROWS_PER_PASS,
  stackSequences,
} from "./activations.ts";
import { createLearner, requireSameConfiguration, type TrainerState } from "./learner.ts";
import { lossGradients } from "./loss-gradients.ts";
import { requireMemory } from "./memory-estimate.ts";
import { batchOfStep, completionLength } from "./ranked-prompt.ts";
import { type SftConfig, sftDefaults } from "./sft-config.ts";
import { findOffender, type TrainingFault } from "./training-fault.ts";

/** Metrics of one step, under TRL's names. */
export interface SftMetrics {
  /** Passes over the data so far. */
  epoch: number;
  /** Mean negative log-likelihood of a completion token, nats. */
  loss: number;
  /** Completion tokens of this batch. */
  num_tokens: number;
  learning_rate: number;
  grad_norm: number;
}

export interface SftTrainer {
  readonly config: SftConfig;
  readonly progress: { step: number; steps: number };
  /** `fault`: a gradient was not finite; the step was left out, the weights are as before. */
  step(): { step: number; metrics: SftMetrics; fault: TrainingFault | null };
  /** Mean negative log-likelihood per completion token of sequences that are not trained on, nats. */
  evaluate(sequences: readonly Sequence[]): number;
  state(): TrainerState;
  restore(state: TrainerState): void;
  dispose(): void;
}

/**
 * Trains a top on demonstrations: cross-entropy on the completion's tokens only, the end-of-text token among them, each token
 * of a step with the same weight. A conversation's earlier turns are part of the prompt. Sequences of a step run in passes
 * of similar length, so that little is padded; which pass a sequence is in does not change the gradient.
 *
 * @param model its top is trained in place
 * @param demonstrations at least one; a finished completion ends with the end-of-text token
 */
export function createSftTrainer(
  settings: Partial<SftConfig>,
  { top, padToken }: { top: Top; padToken: number },
  demonstrations: readonly Sequence[],
): SftTrainer {
  const config = { ...sftDefaults, ...settings };
  const { trunk } = top;
  const { width } = trunk.architecture;
  const longest = Math.max(...demonstrations.map(({ tokens }) => tokens.length));
  requireMemory({
    method: "sft",
    architecture: trunk.architecture,
    topLayers: trunk.architecture.layers - trunk.layers,
    compute: top.compute,
    lora: config.lora,
    sequences: Math.min(config.batchSize, demonstrations.length),
    length: longest,
    rowsPerPass: Math.max(ROWS_PER_PASS, longest),
    cachedTokens: demonstrations.reduce((sum, { tokens }) => sum + tokens.length, 0),
    members: 0,
    sampled: 0,
  });
  top.addAdapters(config.lora, seedOf(config.seed, "lora"));
  const learner = createLearner("sft", top.variables, config);
  const cached = createActivationCache(trunk, padToken, demonstrations);
  const stepsPerEpoch = Math.ceil(demonstrations.length / config.batchSize);
  const steps = stepsPerEpoch * config.epochs;
  let done = 0;

  /** Of the mean loss of a token over some demonstrations. */
  function gradientsOf(sequences: readonly CachedSequence[]) {
    const tokens = sequences.reduce((sum, sequence) => sum + completionLength(sequence), 0);
    let loss = 0;
    let gradients: NamedTensorMap | null = null;
    for (const members of alikeInLength(sequences)) {
      const { batch, hidden } = stackSequences(members, padToken, width);
      const result = lossGradients(
        learner.variables,
        () => tokenLogProbs(top, hidden, batch).logProbs,
        (logProbs) => ({
          loss: -logProbs.reduce((sum, logProb) => sum + logProb, 0) / tokens,
          gradient: new Float32Array(logProbs.length).fill(-1 / tokens),
        }),
      );
      hidden.dispose();
      loss += result.loss;
      gradients = addGradients(gradients, result.gradients);
    }
    return { loss, gradients: gradients!, tokens };
  }

  function findFault(sequences: readonly CachedSequence[]): TrainingFault {
    const found = findOffender(sequences, (sequence) => gradientsOf([sequence]).gradients);
    return { promptId: null, completion: found?.tokens.slice(found.promptLength) ?? null };
  }

  return {
    config,
    get progress() {
      return { step: done, steps };
    },
    step() {
      const batch = batchOfStep(demonstrations, seedOf(config.seed, "sft"), done, config.batchSize).map(cached);
      const { loss, gradients, tokens } = gradientsOf(batch);
      const learningRate = learningRateAt(config.schedule, config.learningRate, done, steps);
      const { gradientNorm, applied } = learner.apply(gradients, learningRate);
      const metrics = {
        epoch: (done + 1) / stepsPerEpoch,
        loss,
        num_tokens: tokens,
        learning_rate: learningRate,
        grad_norm: gradientNorm,
      };
      return { step: done++, metrics, fault: applied ? null : findFault(batch) };
    },
    evaluate(sequences) {
      let sum = 0;
      let tokens = 0;
      for (const members of alikeInLength(cacheActivations(trunk, sequences, padToken))) {
        const { batch, hidden } = stackSequences(members, padToken, width);
        const logProbs = tf.tidy(() => tokenLogProbs(top, hidden, batch).logProbs);
        for (const logProb of logProbs.dataSync<"float32">()) sum -= logProb;
        tokens += batch.targets.length;
        tf.dispose([logProbs, hidden]);
      }
      return sum / tokens;
    },
    state() {
      const state: TrainerState = { tensors: {}, values: { step: done, config: JSON.stringify(config) } };
      learner.exportTo(state);
      return state;
    },
    restore(state) {
      requireSameConfiguration(state, config);
      learner.importFrom(state);
      done = Number(state.values.step);
    },
    dispose: () => learner.dispose(),
  };
}
