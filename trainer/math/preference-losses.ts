import { sigmoid, softplus } from "./logistic.ts";

/** Log-probabilities of whole completions (sums over tokens, nats) under policy and reference. */
export type PreferenceLogProbabilities = {
  policyChosen: number;
  policyRejected: number;
  referenceChosen: number;
  referenceRejected: number;
};

/** h = (log π − log reference)(chosen) − (log π − log reference)(rejected): what all losses of the DPO family act on. */
export function logRatioDifference(log: PreferenceLogProbabilities): number {
  return log.policyChosen - log.referenceChosen - (log.policyRejected - log.referenceRejected);
}

/**
 * DPO (Rafailov et al. 2023, arXiv:2305.18290, eq. 7) with a soft label: −p·log σ(βh) − (1 − p)·log σ(−βh). p = 1 is
 * plain DPO, p = 1 − ε conservative DPO (Mitchell 2023), p = 0.5 a tie. Gradient by h.
 */
export function dpoLoss(difference: number, beta: number, target = 1): { loss: number; gradient: number } {
  const logit = beta * difference;
  return {
    loss: target * softplus(-logit) + (1 - target) * softplus(logit),
    gradient: beta * (sigmoid(logit) - target),
  };
}

/** Robust DPO: unbiased under labels flipped with probability ε (Chowdhury et al. 2024, arXiv:2403.00409, eq. 11). */
export function robustDpoLoss(difference: number, beta: number, flipProbability: number): number {
  const logit = beta * difference;
  return ((1 - flipProbability) * softplus(-logit) - flipProbability * softplus(logit)) / (1 - 2 * flipProbability);
}

/**
 * IPO: (h − 1/(2τ))² (Azar et al. 2023, arXiv:2310.12036, eq. 17); with a soft label p the target is (2p − 1)/(2τ), 0 for a
 * tie. Gradient by h.
 */
export function ipoLoss(difference: number, tau: number, target = 1): { loss: number; gradient: number } {
  const error = difference - (2 * target - 1) / (2 * tau);
  return { loss: error ** 2, gradient: 2 * error };
}

/** SLiC's hinge on the DPO logit: max(0, 1 − βh) (Zhao et al. 2023, arXiv:2305.10425). */
export function hingeLoss(difference: number, beta: number): number {
  return Math.max(0, 1 - beta * difference);
}

/**
 * SimPO: −log σ(β(log π(chosen)/|chosen| − log π(rejected)/|rejected|) − γ), without a reference (Meng et al. 2024,
 * arXiv:2405.14734, eq. 6).
 *
 * @param chosenMean log-probability per token of the chosen completion, nats
 */
export function simpoLoss(chosenMean: number, rejectedMean: number, beta: number, gamma: number): number {
  return softplus(gamma - beta * (chosenMean - rejectedMean));
}

/**
 * The odds-ratio term of ORPO, −log σ(log odds(chosen) − log odds(rejected)) (Hong et al. 2024, arXiv:2403.07691,
 * eq. 7), from log-probabilities per token (nats, below 0).
 */
export function oddsRatioLoss(chosenMean: number, rejectedMean: number): { loss: number; logOddsRatio: number } {
  const logOdds = (logProbability: number) => logProbability - Math.log(-Math.expm1(logProbability));
  const logOddsRatio = logOdds(chosenMean) - logOdds(rejectedMean);
  return { loss: softplus(-logOddsRatio), logOddsRatio };
}
