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
  accuracyInterval: Interval;
  /** Mean negative log-likelihood, nats; ln 2 is a coin toss. */
  logLoss: number;
  logLossInterval: Interval;
  brier: number;
  calibrationError: number;
  /** Accuracy of "the longer one wins" on the same judgements; below ½ the shorter one does. */
  longerWins: number;
  /** Correlation of score and length, each relative to its prompt's mean; 0 where either is constant. */
  lengthCorrelation: number;
  /** Of the other figures. */
  intervals: Record<"brier" | "calibrationError" | "longerWins" | "lengthCorrelation", Interval>;
}

export interface Interval {
  lower: number;
  upper: number;
}

/** A prompt's judgements as predictions on raw scores. */
export function predictionsOf({ scores, pairs }: JudgedPrompt): Prediction[] {
  return pairs.map(({ better, worse, target }) => ({ difference: scores[better]! - scores[worse]!, target }));
}

/** @param prompts at least one, each with at least one pair */
export function preferenceReport(prompts: readonly JudgedPrompt[], random: Random): PreferenceReport {
  const agreementsBy = (prompt: JudgedPrompt, by: readonly number[]) =>
    prompt.pairs.map(({ better, worse, target }) => pairAgreement(by[better]! - by[worse]!, target));
  const centred = (values: readonly number[]) => values.map((value) => value - mean(values));
  const units = prompts.map((prompt) => ({
    predictions: predictionsOf(prompt),
    agreements: agreementsBy(prompt, prompt.scores),
    agreementsOfLength: agreementsBy(prompt, prompt.lengths),
    scores: centred(prompt.scores),
    lengths: centred(prompt.lengths),
  }));
  type Units = readonly (typeof units)[number][];
  const figures = {
    accuracy: (drawn: Units) => mean(drawn.flatMap(({ agreements }) => agreements)),
    logLoss: (drawn: Units) => logLoss(drawn.flatMap(({ predictions }) => predictions)),
    brier: (drawn: Units) => brierScore(drawn.flatMap(({ predictions }) => predictions)),
    calibrationError: (drawn: Units) => calibrationError(drawn.flatMap(({ predictions }) => predictions)),
    longerWins: (drawn: Units) => mean(drawn.flatMap(({ agreementsOfLength }) => agreementsOfLength)),
    lengthCorrelation: (drawn: Units) => {
      const found = correlation(
        drawn.flatMap(({ scores }) => scores),
        drawn.flatMap(({ lengths }) => lengths),
      );
      return Number.isFinite(found) ? found : 0;
    },
  };
  const interval = (name: keyof typeof figures) => bootstrapInterval(units, figures[name], random);
  return {
    prompts: prompts.length,
    pairs: units.reduce((sum, { predictions }) => sum + predictions.length, 0),
    accuracy: figures.accuracy(units),
    accuracyInterval: interval("accuracy"),
    logLoss: figures.logLoss(units),
    logLossInterval: interval("logLoss"),
    brier: figures.brier(units),
    calibrationError: figures.calibrationError(units),
    longerWins: figures.longerWins(units),
    lengthCorrelation: figures.lengthCorrelation(units),
    intervals: {
      brier: interval("brier"),
      calibrationError: interval("calibrationError"),
      longerWins: interval("longerWins"),
      lengthCorrelation: interval("lengthCorrelation"),
    },
  };
}
