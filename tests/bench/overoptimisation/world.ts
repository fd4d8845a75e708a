import type { RankedPrompt } from "../../../trainer/algorithms/ranked-prompt.ts";
import { rankingPairs } from "../../../trainer/math/bradley-terry.ts";
import { createRandom, type Random } from "../../../trainer/math/random.ts";
import type { LanguageModel } from "../../../trainer/models/language-model.ts";

/**
 * A world where what people want can be computed: an answer is eight letters, each letter has a worth, and having the same
 * letter again and again is worth less and less, in the end less than nothing. People choose by it with much noise.
 */
export interface World {
  /** What an answer is worth to people. */
  worth(text: string): number;
  /** An answer as somebody might write it. */
  write(random: Random): string;
  /** A choice between answers, best first, as a person with this noise makes it (Plackett–Luce). */
  rank(texts: readonly string[], random: Random): number[][];
}

const letters = [..."abcdefghijkl"];
const answerLength = 8;
/** How much less each repetition of a letter is worth. */
const repetition = 0.6;
/** Scale of people's noise, in worth: a difference of one is seen right two times in three. */
const noise = 1.5;

export function createWorld(seed: number): World {
  const random = createRandom(seed);
  const worthOf = new Map(letters.map((letter) => [letter, random.normal()]));
  const worth = (text: string) => {
    const counts = new Map<string, number>();
    for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
    let sum = 0;
    for (const [letter, count] of counts) {
      // What is no letter of this world is noise, and worth less than any.
      sum += (worthOf.get(letter) ?? -2) * count - (repetition * count * (count - 1)) / 2;
    }
    return sum;
  };
  return {
    worth,
    write(draw) {
      // Some answers repeat themselves, most do not: a few favourite letters, and all others now and then.
      const favourites = draw.shuffle(letters).slice(0, 1 + draw.integer(4));
      return Array.from({ length: answerLength }, () =>
        draw.uniform() < 0.35 ? favourites[draw.integer(favourites.length)]! : letters[draw.integer(letters.length)]!,
      ).join("");
    },
    rank(texts, draw) {
      const gumbel = () => -Math.log(-Math.log(Math.max(1e-12, draw.uniform())));
      const liked = texts.map((text) => worth(text) / noise + gumbel());
      return texts
        .map((_, place) => place)
        .sort((a, b) => liked[b]! - liked[a]!)
        .map((place) => [place]);
    },
  };
}

/** A prompt as tokens; what it says does not matter in this world. */
export function promptTokens(model: LanguageModel, place: number): number[] {
  return model.tokenizer.encodeChat([{ role: "user", content: `Letters ${place % 32}` }], { systemPrompt: null });
}

/** Answers as people write them, to start a model from. */
export function demonstrationsOf(model: LanguageModel, world: World, { count, seed }: { count: number; seed: number }) {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, place) => {
    const prompt = promptTokens(model, place);
    const completion = model.tokenizer.encodeCompletion(world.write(random), { finished: true });
    return { tokens: [...prompt, ...completion], promptLength: prompt.length };
  });
}

/** Prompts with answers that people ranked, with so many comparisons in all. */
export function rankedPrompts(
  model: LanguageModel,
  world: World,
  { comparisons, answersPerPrompt, seed }: { comparisons: number; answersPerPrompt: number; seed: number },
): RankedPrompt[] {
  const random = createRandom(seed);
  const perPrompt = (answersPerPrompt * (answersPerPrompt - 1)) / 2;
  return Array.from({ length: Math.round(comparisons / perPrompt) }, (_, place) => {
    const texts = Array.from({ length: answersPerPrompt }, () => world.write(random));
    const prompt = promptTokens(model, place);
    return {
      id: `prompt-${place}`,
      completions: texts.map((text) => ({
        tokens: [...prompt, ...model.tokenizer.encodeCompletion(text, { finished: true })],
        promptLength: prompt.length,
      })),
      pairs: rankingPairs(world.rank(texts, random)),
    };
  });
}
