import type { Alarm } from "../../../trainer/algorithms/alarm.ts";
import type { ChatTokenizer } from "../../../trainer/models/tokenizer.ts";

/** Enough of a text to find it again. */
const shownCharacters = 300;

/**
 * An alarm as the command line says it: what was seen, at which answer or prompt, and what usually lies behind it.
 * @param promptOf tokens of a prompt by its id, where that says something
 */
export function alarmText(
  { message, causes, promptId, completion }: Alarm,
  tokenizer: ChatTokenizer,
  promptOf: (id: string) => readonly number[] | undefined = () => undefined,
): string {
  const show = (tokens: readonly number[]) => JSON.stringify(tokenizer.decode(tokens).slice(0, shownCharacters));
  const prompt = promptId === null ? undefined : promptOf(promptId);
  return [
    message,
    ...(prompt ? [`  prompt: ${show(prompt)}`] : []),
    ...(completion ? [`  answer: ${show(completion)}`] : []),
    ...causes.map((cause) => `  perhaps ${cause}`),
  ].join("\n");
}
