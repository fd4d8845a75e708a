import { clippedValueLoss } from "../math/ppo-objective.ts";
import { type ScalarHead, scores, tokenLogProbs } from "../models/heads.ts";
import type { Top } from "../models/top.ts";
import { type NamedTensorMap, tf } from "../tensor/backend.ts";
import { addGradients, areFinite } from "../tensor/gradients.ts";
import { type CachedSequence, stackSequences } from "./activations.ts";
import type { NumericalFault } from "./episode.ts";
import type { Learner } from "./learner.ts";
import { lossGradients } from "./loss-gradients.ts";
import type { PolicyStatistics } from "./policy-metrics.ts";
import { clippedPolicyGradients } from "./policy-step.ts";
import type { PpoConfig } from "./ppo-config.ts";
import type { PpoEpisode, ValueStatistics } from "./ppo-experience.ts";

/** What PPO trains, each with its optimiser. */
export interface PpoLearners {
  policy: Top;
  policyLearner: Learner;
  value: Top;
  valueHead: ScalarHead;
  valueLearner: Learner;
  padToken: number;
}

export interface MinibatchStatistics {
  policy: PolicyStatistics;
  value: ValueStatistics;
  /** Mean negative log-likelihood of the mix, nats a token; null without one. */
  ptxLoss: number | null;
}

export type MinibatchOutcome = MinibatchStatistics | "beyond target KL" | { fault: NumericalFault };

/**
 * One optimiser step of policy and value model on some episodes, both or neither: where a gradient is not finite, the
 * weights stay as they are and the episode behind it is looked for.
 *
 * @param options.mix sequences whose completions the policy keeps on modelling (PPO-ptx); may be empty
 * @param options.check called with the minibatch's ratios before anything changes
 */
export function learnMinibatch(
  learners: PpoLearners,
  members: readonly PpoEpisode[],
  config: PpoConfig,
  {
    policyRate,
    valueRate,
    mix,
    check,
  }: {
    policyRate: number;
    valueRate: number;
    mix: readonly CachedSequence[];
    check?: (statistics: Pick<PolicyStatistics, "ratios" | "clipped">) => void;
  },
): MinibatchOutcome {
  const { forPolicy, forValue } = gradientsOf(learners, members, config);
  let gradients = forPolicy.gradients;
  try {
    check?.(forPolicy.statistics);
    if (config.targetKl !== null && forPolicy.statistics.approximateKl > config.targetKl) return "beyond target KL";
    const ptx = mix.length === 0 ? null : mixGradients(learners, mix, config.ptxCoefficient);
    if (ptx) gradients = addGradients(gradients, ptx.gradients);
    if (!areFinite(gradients) || !areFinite(forValue.gradients)) {
      return { fault: findOffender(learners, members, config) };
    }
    const policyStep = learners.policyLearner.apply(gradients, policyRate);
    const valueStep = learners.valueLearner.apply(forValue.gradients, valueRate);
    return {
      policy: { ...forPolicy.statistics, gradientNorm: policyStep.gradientNorm },
      value: { ...forValue.statistics, gradientNorm: valueStep.gradientNorm },
      ptxLoss: ptx?.loss ?? null,
    };
  } finally {
    tf.dispose([gradients, forValue.gradients]);
  }
}

function gradientsOf(
  { policy, value, valueHead, valueLearner, padToken }: PpoLearners,
  members: readonly PpoEpisode[],
  config: PpoConfig,
) {
  const { batch, hidden } = stackSequences(members, padToken, policy.trunk.architecture.width);
  const forPolicy = clippedPolicyGradients(policy, batch, hidden, members, config);
  const oldValues = members.flatMap((member) => Array.from(member.values));
  const returns = members.flatMap((member) => member.returns);
  let clipped = 0;
  const { loss, gradients } = lossGradients(
    valueLearner.variables,
    () => scores(value, valueHead, hidden, batch, "completion"),
    (values) => {
      let sum = 0;
      const gradient = Array.from(values, (estimate, token) => {
        const squared = clippedValueLoss(estimate, oldValues[token]!, returns[token]!, config.valueClipRange);
        sum += squared.loss / values.length;
        clipped += Number(squared.clipped) / values.length;
        return squared.gradient / values.length;
      });
      return { loss: sum, gradient };
    },
  );
  hidden.dispose();
  return { forPolicy, forValue: { gradients, statistics: { loss, clipped } } };
}

/**
 * Gradient of γ·(−log π) a token on other text: keeps what the policy could before (InstructGPT, arXiv:2203.02155, eq. 2;
 * there γ = 27.8 on sums, here the loss is a mean over tokens, as the policy's is).
 */
function mixGradients(
  { policy, padToken }: PpoLearners,
  mix: readonly CachedSequence[],
  coefficient: number,
): { loss: number; gradients: NamedTensorMap } {
  const { batch, hidden } = stackSequences(mix, padToken, policy.trunk.architecture.width);
  let loss = 0;
  const { gradients } = lossGradients(
    policy.variables,
    () => tokenLogProbs(policy, hidden, batch).logProbs,
    (logProbs) => {
      loss = -logProbs.reduce((sum, logProb) => sum + logProb, 0) / logProbs.length;
      return { loss, gradient: new Float32Array(logProbs.length).fill(-coefficient / logProbs.length) };
    },
  );
  hidden.dispose();
  return { loss, gradients };
}

/** The first episode whose gradient by itself is not finite. */
function findOffender(learners: PpoLearners, members: readonly PpoEpisode[], config: PpoConfig): NumericalFault {
  for (const member of members) {
    const { forPolicy, forValue } = gradientsOf(learners, [member], config);
    const finite = areFinite(forPolicy.gradients) && areFinite(forValue.gradients);
    tf.dispose([forPolicy.gradients, forValue.gradients]);
    if (!finite) return { what: "gradient", promptId: member.promptId, completion: member.completion };
  }
  return { what: "gradient", promptId: null, completion: null };
}
