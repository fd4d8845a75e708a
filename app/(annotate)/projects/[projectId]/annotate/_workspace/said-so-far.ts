import type { TurnView } from "../../../../../../lib/conversations/turn.ts";
import type { Message } from "../../../../../../lib/prompts/messages.ts";
import type { OpenTask } from "./task.ts";

/** A conversation as it is read: the prompt where it opens, then what was said and the answers that went on. */
export function saidSoFar({
  task,
  turns,
  opening,
  saying,
}: {
  task: OpenTask;
  turns: readonly TurnView[];
  opening: "prompt" | "theme";
  /** Of the turn that is being answered or judged; empty for none. */
  saying: string;
}): Message[] {
  const opensByPrompt = turns[0] ? turns[0].text === "" : opening === "prompt";
  const said: Message[] = opensByPrompt ? [...task.messages] : task.messages.filter(({ role }) => role === "system");
  for (const { text, answers, chosenId } of turns) {
    const chosen = answers?.find(({ id }) => id === chosenId);
    if (!chosen) break;
    if (text !== "") said.push({ role: "user", content: text });
    said.push({ role: "assistant", content: chosen.text });
  }
  if (saying !== "") said.push({ role: "user", content: saying });
  return said;
}
