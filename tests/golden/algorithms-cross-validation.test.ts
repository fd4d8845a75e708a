import { beforeAll, expect, it } from "vitest";
import type { RankedPrompt } from "../../trainer/algorithms/ranked-prompt.ts";
import { crossValidateAnnotators } from "../../trainer/evaluation/cross-validate-annotators.ts";
import type { LanguageModel } from "../../trainer/models/language-model.ts";
import { rankedByLetters, tinyModel } from "./algorithms-fixtures.ts";

let model: LanguageModel;
let ranked: RankedPrompt[];

beforeAll(async () => {
  model = await tinyModel();
  ranked = rankedByLetters(model, 60);
});

const validate = (prompts: readonly RankedPrompt[]) =>
  crossValidateAnnotators(
    { members: 1, learningRate: 3e-3, epochs: 8, promptsPerBatch: 8 },
    { initial: model.top, padToken: model.tokenizer.padToken },
    prompts,
  );
/** Each prompt judged by one annotator in turn. */
const signed = (annotators: number, who: (annotator: number) => boolean = () => true) =>
  ranked.map((prompt, place) => ({
    ...prompt,
    pairs: prompt.pairs.map((pair) => ({
      ...pair,
      annotator: `person ${place % annotators}`,
      target: who(place % annotators) ? pair.target : 1 - pair.target,
    })),
  }));

it("finds that people who judge alike are understood without having been met", () => {
  const { known, unknown, difference, annotators, folds } = validate(signed(6));
  expect([annotators, folds]).toEqual([6, 5]);
  expect(known.accuracy).toBeGreaterThan(0.7);
  expect(unknown.accuracy).toBeGreaterThan(0.7);
  expect(difference.lower).toBeLessThan(0);
  expect(difference.upper).toBeGreaterThan(-0.05);
  // Every judgement is asked once by a model that does not know who made it.
  expect(unknown.pairs).toBe(ranked.reduce((sum, { pairs }) => sum + pairs.length, 0));
});

it("finds that one who judges the other way round is not", () => {
  // Three of four agree; the fourth is met in none of the folds that ask about them alone.
  const { unknown, known } = validate(signed(4, (annotator) => annotator !== 3));
  expect(unknown.accuracy).toBeLessThan(0.7);
  expect(unknown.accuracy).toBeLessThan(known.accuracy + 0.1);
});

it("refuses a single annotator", () => {
  expect(() => validate(signed(1))).toThrow("at least two annotators");
  expect(() => validate(ranked)).toThrow("at least two annotators");
});
