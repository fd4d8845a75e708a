import type { useTranslations } from "next-intl";
import type { AnswerRating } from "../../../../../../lib/annotations/kinds/rate.ts";
import { highestRating } from "../../../../../../lib/projects/highest-rating.ts";
import type { Judging } from "./task.ts";

const verdicts = ["breaks", "keeps", "unsure"] as const;

/** Something that must be said about each answer, answered by a digit from 1 to `count`. */
export interface RatingQuestion {
  /** Its kind and the criterion's key, which alone need not be unique. */
  key: string;
  of: { kind: "overall" } | { kind: "aspect" | "rule"; criterion: string };
  name: string;
  description: string;
  count: number;
  words: (value: number) => string;
}

/** The words of questions, in the reader's language. */
export type RatingWords = ReturnType<typeof useTranslations<"annotate.ratingQuestions">>;

/** All that a project asks of an answer, in the order of the screen. */
export function questionsOf({ rate, rubric }: Judging, t: RatingWords): RatingQuestion[] {
  const outOf = (value: number) => t("outOf", { value, highest: highestRating });
  const overall: RatingQuestion = {
    key: "overall",
    of: { kind: "overall" },
    name: t("overall"),
    description: t("overallScale"),
    count: highestRating,
    words: outOf,
  };
  return [
    ...(rate.overall ? [overall] : []),
    ...rubric.aspects.map(
      ({ key, name, description }): RatingQuestion => ({
        key: `aspect ${key}`,
        of: { kind: "aspect", criterion: key },
        name,
        description,
        count: highestRating,
        words: outOf,
      }),
    ),
    ...rubric.rules.map(
      ({ key, name, description }): RatingQuestion => ({
        key: `rule ${key}`,
        of: { kind: "rule", criterion: key },
        name: t("breaksRule", { name }),
        description,
        count: verdicts.length,
        words: (value) => t(verdicts[value - 1]!),
      }),
    ),
  ];
}

/** The digit that was given; null for none. */
export function givenTo({ overall, aspects, rules }: AnswerRating, { of }: RatingQuestion): number | null {
  if (of.kind === "overall") return overall;
  if (of.kind === "aspect") return aspects[of.criterion] ?? null;
  const verdict = rules[of.criterion];
  return verdict ? verdicts.indexOf(verdict) + 1 : null;
}

export function isAnswered(rating: AnswerRating, question: RatingQuestion): boolean {
  return givenTo(rating, question) !== null;
}

/** The rating with one question answered, or with null that answer taken back. */
export function answerQuestion(rating: AnswerRating, { of }: RatingQuestion, value: number | null): AnswerRating {
  if (of.kind === "overall") return { ...rating, overall: value };
  if (of.kind === "aspect") {
    const { [of.criterion]: _before, ...aspects } = rating.aspects;
    return { ...rating, aspects: value === null ? aspects : { ...aspects, [of.criterion]: value } };
  }
  const { [of.criterion]: _before, ...rules } = rating.rules;
  return { ...rating, rules: value === null ? rules : { ...rules, [of.criterion]: verdicts[value - 1]! } };
}

/** What is still to be said, answer by answer; null for nothing. */
export function firstOpen(
  ratings: readonly AnswerRating[],
  questions: readonly RatingQuestion[],
): { id: string; question: string } | null {
  for (const rating of ratings) {
    const question = questions.find((candidate) => !isAnswered(rating, candidate));
    if (question) return { id: rating.completionId, question: question.key };
  }
  return null;
}
