import { clippedPolicyLoss } from "../math/ppo-objective.ts";
import type { Batch } from "../models/batch.ts";
import { tokenLogProbs } from "../models/heads.ts";
import type { Top } from "../models/top.ts";
import type { NamedTensorMap, Tensor3D } from "../tensor/backend.ts";
import type { Episode } from "./episode.ts";
import { lossGradients } from "./loss-gradients.ts";
import type { PolicyStatistics } from "./policy-metrics.ts";

/** How far |ratio − 1| and |log-ratio| may be off before the first step: rounding alone. */
export function roundingTolerance(policy: Top): number {
  return policy.compute === "float32" ? 1e-3 : 5e-2;
}

/**
 * Gradients of PPO's clipped objective on one minibatch, mean over its completion tokens.
 *
 * @param members in the order of the batch, each with one advantage per completion token
 * @returns gradients, which the caller hands to the optimiser or disposes, and what the minibatch showed
 */
export function clippedPolicyGradients(
  policy: Top,
  batch: Batch,
  hidden: Tensor3D,
  members: readonly (Episode & { advantages: readonly number[] })[],
  { temperature, clipRange }: { temperature: number; clipRange: number },
): { gradients: NamedTensorMap; statistics: Omit<PolicyStatistics, "gradientNorm"> } {
  const oldLogProbs = members.flatMap(({ logProbs }) => Array.from(logProbs));
  const advantages = members.flatMap((member) => member.advantages);
  const tokens = oldLogProbs.length;
  const ratios: number[] = [];
  let clipped = 0;
  let squaredLogRatio = 0;
  const { loss, gradients } = lossGradients(
    policy.variables,
    () => tokenLogProbs(policy, hidden, batch, { temperature }).logProbs,
    (logProbs) => {
      let sum = 0;
      const gradient = Array.from(logProbs, (logProb, token) => {
        const logRatio = logProb - oldLogProbs[token]!;
        const ratio = Math.exp(logRatio);
        const surrogate = clippedPolicyLoss(ratio, advantages[token]!, clipRange);
        sum += surrogate.loss / tokens;
        ratios.push(ratio);
        clipped += Number(surrogate.clipped) / tokens;
        squaredLogRatio += logRatio ** 2 / tokens;
        return (surrogate.gradient * ratio) / tokens;
      });
      return { loss: sum, gradient };
    },
  );
  return { gradients, statistics: { loss, approximateKl: squaredLogRatio / 2, clipped, ratios } };
}
