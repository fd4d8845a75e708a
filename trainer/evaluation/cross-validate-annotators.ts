import { createPromptCache, type RankedPrompt } from "../algorithms/ranked-prompt.ts";
import { createRewardTrainer } from "../algorithms/reward.ts";
import type { RewardConfig } from "../algorithms/reward-config.ts";
import { disposeRewardModel, scoreSequences } from "../algorithms/reward-model.ts";
import { bootstrapInterval } from "../math/bootstrap.ts";
import { pairAgreement } from "../math/bradley-terry.ts";
import { createRandom, seedOf } from "../math/random.ts";
import { mean } from "../math/statistics.ts";
import type { Top } from "../models/top.ts";

/** How often reward models agree with a group of annotators; intervals are 95 %, by bootstrap over prompts. */
export interface GroupAgreement {
  pairs: number;
  /** Share of judgements agreed with; a judged tie counts ½. NaN without any. */
  accuracy: number;
  interval: { lower: number; upper: number };
}

export interface AnnotatorCrossValidation {
  annotators: number;
  folds: number;
  /** By annotators that the model has learned from, on prompts it has not seen. */
  known: GroupAgreement;
  /** By annotators it has never met, on prompts it has not seen. */
  unknown: GroupAgreement;
  /** Accuracy on unknown less that on known: near 0 means that it learned what people share. */
  difference: { mean: number; lower: number; upper: number };
}

interface Judged {
  /** Agreement with each judgement of one prompt, by those the model knew and by others. */
  known: number[];
  unknown: number[];
}

/** As many groups as InstructGPT's. */
const mostFolds = 5;

/**
 * Does a reward model learn what people share, or who said it? Annotators are dealt into groups; each time a model learns
 * from all others and is asked about the group left out, as InstructGPT did (arXiv:2203.02155, section 4.1 and appendix
 * E.2: 72.4 % on known labellers, 69.6 % on others). Prompts are dealt into as many groups: nobody's judgement of a prompt
 * is asked that training has seen another's of.
 *
 * @param prompts judgements must say who made them; those that do not are left out
 * @param options.onFold called before each fold, which trains a reward model of its own
 * @throws Error with fewer than two annotators or prompts
 */
export function crossValidateAnnotators(
  settings: Partial<RewardConfig>,
  { initial, padToken }: { initial: Top; padToken: number },
  prompts: readonly RankedPrompt[],
  { onFold }: { onFold?: (fold: number, folds: number) => void } = {},
): AnnotatorCrossValidation {
  const seed = settings.seed ?? 1;
  const signed = prompts
    .map((prompt) => ({ ...prompt, pairs: prompt.pairs.filter(({ annotator }) => annotator !== undefined) }))
    .filter(({ pairs }) => pairs.length > 0);
  const annotators = [...new Set(signed.flatMap(({ pairs }) => pairs.map(({ annotator }) => annotator!)))].sort();
  const folds = Math.min(mostFolds, annotators.length, signed.length);
  if (folds < 2) throw new Error("Cross-validation over annotators needs at least two annotators and two prompts.");
  const annotatorFold = dealt(annotators, folds, seedOf(seed, "annotators"));
  const promptFold = dealt(signed, folds, seedOf(seed, "prompts of annotators"));
  const cached = createPromptCache(initial.trunk, padToken, signed);
  const withHidden = new Map(signed.map((prompt) => [prompt, cached(prompt)]));

  const judged: Judged[] = [];
  for (let fold = 0; fold < folds; fold++) {
    onFold?.(fold, folds);
    const isUnknown = ({ annotator }: { annotator?: string }) => annotatorFold.get(annotator!) === fold;
    const train = signed
      .filter((prompt) => promptFold.get(prompt) !== fold)
      .map((prompt) => ({
        ...prompt,
        completions: withHidden.get(prompt)!,
        pairs: prompt.pairs.filter((pair) => !isUnknown(pair)),
      }))
      .filter(({ pairs }) => pairs.length > 0);
    if (train.length === 0) continue;
    const seen = new Set(train.map(({ id }) => id));
    const trainer = createRewardTrainer(
      { ...settings, seed: seedOf(seed, "fold", fold) },
      { initial, padToken },
      train,
      [],
    );
    while (trainer.progress.step < trainer.progress.steps) trainer.step();
    const { model } = trainer.finish();
    trainer.dispose();
    for (const prompt of signed) {
      if (seen.has(prompt.id)) continue;
      const scores = scoreSequences(model, withHidden.get(prompt)!, padToken);
      const agreement = (unknown: boolean) =>
        prompt.pairs
          .filter((pair) => isUnknown(pair) === unknown)
          .map(({ better, worse, target }) => pairAgreement(scores[better]! - scores[worse]!, target));
      judged.push({ known: agreement(false), unknown: agreement(true) });
    }
    disposeRewardModel(model);
  }
  return { annotators: annotators.length, folds, ...agreements(judged, seed) };
}

function agreements(judged: readonly Judged[], seed: number) {
  const accuracyOf = (side: keyof Judged) => (units: readonly Judged[]) => mean(units.flatMap((unit) => unit[side]));
  const group = (side: keyof Judged): GroupAgreement => {
    const units = judged.filter((unit) => unit[side].length > 0);
    const accuracy = accuracyOf(side)(units);
    const interval =
      units.length === 0
        ? { lower: Number.NaN, upper: Number.NaN }
        : bootstrapInterval(units, accuracyOf(side), createRandom(seedOf(seed, side)));
    return { pairs: units.flatMap((unit) => unit[side]).length, accuracy, interval };
  };
  const differenceOf = (units: readonly Judged[]) => accuracyOf("unknown")(units) - accuracyOf("known")(units);
  const difference = { mean: differenceOf(judged), ...bootstrapInterval(judged, differenceOf, createRandom(seed)) };
  return { known: group("known"), unknown: group("unknown"), difference };
}

/** Each item's group, sizes as equal as can be. */
function dealt<Item>(items: readonly Item[], groups: number, seed: number): Map<Item, number> {
  return new Map(
    createRandom(seed)
      .shuffle(items)
      .map((item, place) => [item, place % groups]),
  );
}
