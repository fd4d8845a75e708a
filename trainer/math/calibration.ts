import { pairLoss } from "./bradley-terry.ts";
import { sigmoid } from "./logistic.ts";

/** One predicted preference: the score difference and the label (1 better, 0 worse, ½ a tie). */
export type Prediction = { difference: number; target: number };

/** Mean negative log-likelihood, nats; ln 2 is a coin toss. */
export function logLoss(predictions: readonly Prediction[]): number {
  let sum = 0;
  for (const { difference, target } of predictions) sum += pairLoss(difference, target).loss;
  return sum / predictions.length;
}

/** Mean squared error of the predicted probability; ¼ is a coin toss. */
export function brierScore(predictions: readonly Prediction[]): number {
  let sum = 0;
  for (const { difference, target } of predictions) sum += (sigmoid(difference) - target) ** 2;
  return sum / predictions.length;
}

/**
 * Expected calibration error: |confidence − accuracy| averaged over equal-width bins of confidence from ½ to 1, weighted
 * by what they hold (Guo et al. 2017, arXiv:1706.04599, eq. 3).
 */
export function calibrationError(predictions: readonly Prediction[], bins = 10): number {
  const held = Array.from({ length: bins }, () => ({ confidence: 0, correct: 0 }));
  for (const { difference, target } of predictions) {
    const confidence = sigmoid(Math.abs(difference));
    const bin = held[Math.min(bins - 1, Math.floor((confidence - 0.5) * 2 * bins))]!;
    bin.confidence += confidence;
    bin.correct += difference >= 0 ? target : 1 - target;
  }
  return held.reduce((sum, { confidence, correct }) => sum + Math.abs(confidence - correct), 0) / predictions.length;
}
