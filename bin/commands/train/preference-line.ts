import { z } from "zod";

const turns = z.array(z.object({ role: z.string(), content: z.string() })).min(1);
type Turns = z.infer<typeof turns>;
const conversationalPair = z.object({ prompt: z.unknown().optional(), chosen: turns, rejected: turns });
const plainPair = z.object({ prompt: z.string(), chosen: z.string(), rejected: z.string() });
const transcriptPair = z.object({ chosen: z.string(), rejected: z.string() });
const judged = z.object({
  prompt: z.unknown(),
  completions: z.array(z.object({ text: z.string(), utility: z.number() })).min(2),
});

/**
 * A line of a preference file as the ranked line that `import` reads: TRL's preferences (turns or text, the prompt of turns also within them), HH-RLHF's
 * transcripts, completions with a utility each (higher is better). Any other line as it is.
 */
export function toRankedLine(text: string): string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return text;
  }
  const line = rankedFrom(json);
  return line ? JSON.stringify(line) : text;
}

const demonstration = z.object({ prompt: z.unknown(), completion: z.union([z.string(), turns]) });
const conversation = z.object({
  messages: turns.refine((messages) => messages.at(-1)!.role === "assistant", "the last turn is not the assistant's"),
});

/**
 * A line of TRL's `{prompt, completion}` or `{messages}` as the demonstration that `import` reads: the last turn is what is
 * learned, all before it is its prompt. A preference as a ranking.
 */
export function toDemonstrationLine(text: string): string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return text;
  }
  const whole = conversation.safeParse(json).data;
  if (whole) return demonstrationLine([], whole.messages);
  const line = demonstration.safeParse(json).data;
  if (!line) return toRankedLine(text);
  const { prompt, completion } = line;
  return demonstrationLine(
    prompt,
    typeof completion === "string" ? [{ role: "assistant", content: completion }] : completion,
  );
}

function demonstrationLine(prompt: unknown, answer: Turns): string {
  const text = answer.at(-1)!.content;
  return JSON.stringify({
    prompt: withTurns(prompt, answer.slice(0, -1)),
    completions: [{ text }],
    kind: "demonstrate",
  });
}

function rankedFrom(json: unknown): object | null {
  const conversational = conversationalPair.safeParse(json).data;
  if (conversational) {
    const { prompt, chosen, rejected } = conversational;
    return fromConversations(prompt, chosen, rejected);
  }
  const plain = plainPair.safeParse(json).data;
  if (plain) return rankedPair(plain.prompt, plain.chosen, plain.rejected);
  const transcripts = transcriptPair.safeParse(json).data;
  if (transcripts) return fromTranscripts(transcripts.chosen, transcripts.rejected);
  const completions = judged.safeParse(json).data;
  if (!completions) return null;
  const utilities = [...new Set(completions.completions.map(({ utility }) => utility))].sort((a, b) => b - a);
  return {
    prompt: completions.prompt,
    completions: completions.completions.map(({ text, utility }) => ({ text, rank: utilities.indexOf(utility) + 1 })),
  };
}

function rankedPair(prompt: unknown, better: string, worse: string): object {
  return { prompt, completions: [better, worse].map((text, place) => ({ text, rank: place + 1 })) };
}

/** All but the last turn belong to the prompt; in the last alone they may differ. Null where they differ before. */
function fromConversations(prompt: unknown, chosen: Turns, rejected: Turns): object | null {
  const shared = chosen.slice(0, -1);
  if (JSON.stringify(shared) !== JSON.stringify(rejected.slice(0, -1))) return null;
  return rankedPair(withTurns(prompt, shared), chosen.at(-1)!.content, rejected.at(-1)!.content);
}

/** A prompt, a text or turns, followed by more turns. */
function withTurns(prompt: unknown, more: Turns): unknown {
  if (more.length === 0) return prompt;
  if (typeof prompt === "string") return [{ role: "user", content: prompt }, ...more];
  return [...(Array.isArray(prompt) ? prompt : []), ...more];
}

const answerMark = "\n\nAssistant:";
const turnMark = /\n\n(Human|Assistant):/;

/** The prompt ends at the last answer mark that both transcripts share. Null where they share none. */
function fromTranscripts(chosen: string, rejected: string): object | null {
  let shared = 0;
  while (shared < chosen.length && chosen[shared] === rejected[shared]) shared++;
  const start = chosen.slice(0, shared).lastIndexOf(answerMark);
  if (start < 0) return null;
  const after = start + answerMark.length;
  const parts = chosen.slice(0, start).split(turnMark).slice(1);
  const prompt = parts.flatMap((part, place) =>
    place % 2 === 0 ? [{ role: part === "Human" ? "user" : "assistant", content: parts[place + 1]!.trim() }] : [],
  );
  return rankedPair(prompt, chosen.slice(after).trim(), rejected.slice(after).trim());
}
