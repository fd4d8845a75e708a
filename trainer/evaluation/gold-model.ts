import { createPromptCache, type RankedPrompt } from "../algorithms/ranked-prompt.ts";
import { createRewardTrainer, type RewardResult } from "../algorithms/reward.ts";
import type { RewardConfig } from "../algorithms/reward-config.ts";
import { disposeRewardModel, scoreSequences } from "../algorithms/reward-model.ts";
import { bootstrapInterval } from "../math/bootstrap.ts";
import { pairAgreement } from "../math/bradley-terry.ts";
import { createRandom, seedOf } from "../math/random.ts";
import { mean } from "../math/statistics.ts";
import type { Top } from "../models/top.ts";

/** A gold model judges only where the lower end of its accuracy's 95 % interval lies above this. */
export const leastAccuracy = 0.55;
/** With fewer prompts or judgements no interval means anything. */
const fewestPrompts = 10;
const fewestJudgements = 20;
const folds = 5;

/** How well a gold model predicts people on prompts that it has not learned from. */
export interface GoldSight {
  prompts: number;
  judgements: number;
  /** Share of judgements agreed with, a judged tie counting ½, and its 95 % interval by bootstrap over prompts; null where too few. */
  accuracy: { mean: number; lower: number; upper: number } | null;
  /** Whether it may judge a policy. */
  sees: boolean;
}

/** One member: the ensemble's variance is of no use here, and cross-validation trains five of them. */
const membersOfGold = { members: 1 };

function train(settings: Partial<RewardConfig>, base: { initial: Top; padToken: number }, prompts: RankedPrompt[]) {
  const trainer = createRewardTrainer({ ...settings, ...membersOfGold }, base, prompts, []);
  while (trainer.progress.step < trainer.progress.steps) trainer.step();
  const result = trainer.finish();
  trainer.dispose();
  return result;
}

/**
 * Cross-validates a gold reward model over prompts: five times it learns from four fifths and is asked about the rest.
 *
 * @param prompts of the gold side alone: neither the proxy nor the policy has learned from them
 */
export function crossValidateGold(
  settings: Partial<RewardConfig>,
  base: { initial: Top; padToken: number },
  prompts: readonly RankedPrompt[],
): GoldSight {
  const judgements = prompts.reduce((sum, { pairs }) => sum + pairs.length, 0);
  if (prompts.length < fewestPrompts || judgements < fewestJudgements) {
    return { prompts: prompts.length, judgements, accuracy: null, sees: false };
  }
  const seed = settings.seed ?? 1;
  const cached = createPromptCache(base.initial.trunk, base.padToken, prompts);
  const withHidden = createRandom(seedOf(seed, "gold folds"))
    .shuffle(prompts)
    .map((prompt) => ({ ...prompt, completions: cached(prompt) }));
  const agreements = Array.from({ length: folds }, (_, fold) => {
    const isAsked = (place: number) => place % folds === fold;
    const learned = withHidden.filter((_prompt, place) => !isAsked(place));
    const { model } = train({ ...settings, seed: seedOf(seed, "gold fold", fold) }, base, learned);
    const asked = withHidden.filter((_prompt, place) => isAsked(place));
    const judged = asked.map(({ completions, pairs }) => {
      const scores = scoreSequences(model, completions, base.padToken);
      return pairs.map(({ better, worse, target }) => pairAgreement(scores[better]! - scores[worse]!, target));
    });
    disposeRewardModel(model);
    return judged;
  }).flat();
  const accuracyOf = (units: readonly (readonly number[])[]) => mean(units.flat());
  const interval = bootstrapInterval(agreements, accuracyOf, createRandom(seedOf(seed, "gold accuracy")));
  const accuracy = { mean: accuracyOf(agreements), ...interval };
  return { prompts: prompts.length, judgements, accuracy, sees: accuracy.lower > leastAccuracy };
}

/**
 * Trains the gold reward model on all gold prompts. Its rewards have mean 0 and deviation 1 on the gold answers. The caller
 * owns the model.
 */
export function trainGoldModel(
  settings: Partial<RewardConfig>,
  base: { initial: Top; padToken: number },
  prompts: readonly RankedPrompt[],
): RewardResult {
  return train({ ...settings, seed: seedOf(settings.seed ?? 1, "gold") }, base, [...prompts]);
}
