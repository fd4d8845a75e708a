import { brierScore, calibrationError, logLoss, type Prediction } from "./calibration.ts";
import { sigmoid } from "./logistic.ts";

/** Bounds of 1/T: scores that separate all comparisons would ask for T → 0, useless ones for T → ∞. */
const smallest = 1 / 20;
const largest = 20;
const HALVINGS = 60;

/**
 * The temperature T that gives σ(difference / T) the lowest log-loss (Guo et al. 2017, arXiv:1706.04599, section 4.2).
 * The loss is convex in 1/T, so its derivative, mean of difference·(σ(difference/T) − target), is bisected. T lies in
 * [1/20, 20].
 *
 * @param predictions at least one
 */
export function fitTemperature(predictions: readonly Prediction[]): number {
  const slope = (inverse: number) =>
    predictions.reduce((sum, { difference, target }) => sum + difference * (sigmoid(inverse * difference) - target), 0);
  let [low, high] = [smallest, largest];
  if (slope(low) >= 0) return 1 / low;
  if (slope(high) <= 0) return 1 / high;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  return 2 / (low + high);
}

/** The same predictions at another temperature. */
export function atTemperature(predictions: readonly Prediction[], temperature: number): Prediction[] {
  return predictions.map(({ difference, target }) => ({ difference: difference / temperature, target }));
}

export interface CalibratedFigures {
  logLoss: number;
  brier: number;
  calibrationError: number;
}

/**
 * What calibration is worth on comparisons that it was not fitted on: units (prompts) are dealt into two halves, and each
 * is judged at the other's temperature.
 *
 * @param units comparisons of one prompt each, in an order that means nothing; at least two
 */
export function crossFittedCalibration(units: readonly (readonly Prediction[])[]): CalibratedFigures {
  const halves = [0, 1].map((half) => units.filter((_, place) => place % 2 === half).flat());
  const judged = [0, 1].flatMap((half) => atTemperature(halves[half]!, fitTemperature(halves[1 - half]!)));
  return { logLoss: logLoss(judged), brier: brierScore(judged), calibrationError: calibrationError(judged) };
}
