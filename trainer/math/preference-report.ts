import { bootstrapInterval } from "./bootstrap.ts";
import { type Pair, pairAgreement } from "./bradley-terry.ts";
import { brierScore, calibrationError, logLoss, type Prediction } from "./calibration.ts";
import type { Random } from "./random.ts";
import { correlation, mean } from "./statistics.ts";

/** One prompt's completions as a reward model sees them, and what people said about them. */
export interface JudgedPrompt {
  /** Raw scores, one per completion. */
  scores: readonly number[];
  /** Length of each completion, tokens. */
  lengths: readonly number[];
  pairs: readonly Pair[];
}

/** How well scores agree with judgements. Intervals are 95 %, by bootstrap over prompts. */
export interface PreferenceReport {
  prompts: number;
  pairs: number;
  /** Share of judgements agreed with; a judged tie counts ½. */
  accuracy: number;
  accuracyInterval: { lower: number; upper: number };
  /** Mean negative log-likelihood, nats; ln 2 is a coin toss. */
  logLoss: number;
  logLossInterval: { lower: number; upper: number };
  brier: number;
  calibrationError: number;
  /** Accuracy of "the longer one wins" on the same judgements; below ½ the shorter one does. */
  longerWins: number;
  /** Correlation of score and length, each relative to its prompt's mean; 0 where either is constant. */
  lengthCorrelation: number;
}

/** A prompt's judgements as predictions on raw scores. */
export function predictionsOf({ scores, pairs }: JudgedPrompt): Prediction[] {
  return pairs.map(({ better, worse, target }) => ({ difference: scores[better]! - scores[worse]!, target }));
}

/** @param prompts at least one, each with at least one pair */
export function preferenceReport(prompts: readonly JudgedPrompt[], random: Random): PreferenceReport {
  const agreementsBy = (prompt: JudgedPrompt, by: readonly number[]) =>
    prompt.pairs.map(({ better, worse, target }) => pairAgreement(by[better]! - by[worse]!, target));
  const units = prompts.map((prompt) => ({
    predictions: predictionsOf(prompt),
    agreements: agreementsBy(prompt, prompt.scores),
  }));
  const accuracyOf = (resample: readonly (typeof units)[number][]) =>
    mean(resample.flatMap(({ agreements }) => agreements));
  const logLossOf = (resample: readonly (typeof units)[number][]) =>
    logLoss(resample.flatMap(({ predictions }) => predictions));
  const predictions = units.flatMap((unit) => unit.predictions);
  const centred = (of: (prompt: JudgedPrompt) => readonly number[]) =>
    prompts.flatMap((prompt) => of(prompt).map((value) => value - mean(of(prompt))));
  const lengthCorrelation = correlation(
    centred(({ scores }) => scores),
    centred(({ lengths }) => lengths),
  );
  return {
    prompts: prompts.length,
    pairs: predictions.length,
    accuracy: accuracyOf(units),
    accuracyInterval: bootstrapInterval(units, accuracyOf, random),
    logLoss: logLossOf(units),
    logLossInterval: bootstrapInterval(units, logLossOf, random),
    brier: brierScore(predictions),
    calibrationError: calibrationError(predictions),
    longerWins: mean(prompts.flatMap((prompt) => agreementsBy(prompt, prompt.lengths))),
    lengthCorrelation: Number.isFinite(lengthCorrelation) ? lengthCorrelation : 0,
  };
}
