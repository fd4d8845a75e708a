import type { PromptView } from "../../../../../../lib/prompts/get-prompt.ts";

export type PromptAnnotation = PromptView["tasks"][number]["annotations"][number];

/** An answer with a number by which the page's rankings speak of it. */
export type NumberedAnswer = PromptView["completions"][number] & { number: number };

/** Answers oldest first, counted from 1. */
export function numberAnswers({ completions }: PromptView): NumberedAnswer[] {
  return completions.map((completion, position) => ({ ...completion, number: position + 1 }));
}

/** Places an answer got, one a ranking, with the number of groups there; 1 is best. */
export function placesOf(
  completionId: string,
  annotations: readonly PromptAnnotation[],
): { place: number; of: number }[] {
  return annotations.flatMap(({ ranking }) => {
    const group = ranking.findIndex((ids) => ids.includes(completionId));
    return group < 0 ? [] : [{ place: group + 1, of: ranking.length }];
  });
}
