import { z } from "zod";

const turns = z.array(z.object({ role: z.string(), content: z.string() })).min(1);
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

/** A line of TRL's `{prompt, completion}` as the demonstration that `import` reads; a preference as a ranking. */
export function toDemonstrationLine(text: string): string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return text;
  }
  const line = demonstration.safeParse(json).data;
  if (!line) return toRankedLine(text);
  const { prompt, completion } = line;
  const answer = typeof completion === "string" ? completion : completion.at(-1)!.content;
  return JSON.stringify({ prompt, completions: [{ text: answer }], kind: "demonstrate" });
}

function rankedFrom(json: unknown): object | null {
  const conversational = conversationalPair.safeParse(json).data;
  if (conversational) {
    const { prompt, chosen, rejected } = conversational;
    if (prompt === undefined) return fromConversations(chosen, rejected);
    return rankedPair(prompt, chosen.at(-1)!.content, rejected.at(-1)!.content);
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

type Turns = z.infer<typeof turns>;

/** The prompt is all but the last turn, in which alone they may differ. Null where they differ before. */
function fromConversations(chosen: Turns, rejected: Turns): object | null {
  const prompt = chosen.slice(0, -1);
  if (prompt.length === 0 || JSON.stringify(prompt) !== JSON.stringify(rejected.slice(0, -1))) return null;
  return rankedPair(prompt, chosen.at(-1)!.content, rejected.at(-1)!.content);
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
