import { z } from "zod";
import { text } from "../text.ts";
import { type Message, messagesSchema } from "./messages.ts";
import type { Line } from "./read-lines.ts";

export type ImportFormat = "prompts" | "ranked";

/** Completions of one imported line: as many as a person can rank, or more where the ranking is there already. */
const atMostToRank = 9;
const atMostRanked = 32;

const lineWithMessages = z.object({
  prompt: messagesSchema,
  completions: z
    .array(
      z.object({
        text: text(100_000).min(1),
        /** What wrote it; shown to nobody who ranks. */
        model: text(200).min(1).optional(),
        /** 1 is best; equal ranks tie. On all completions of a line or on none. */
        rank: z.number().int().min(0).max(1_000_000).optional(),
      }),
    )
    .min(2, "fewer than 2 completions")
    .max(atMostRanked, `more than ${atMostRanked} completions`)
    .optional(),
  tags: z.array(text(100).min(1)).max(50).default([]),
});

/** One line of an import: a prompt, and perhaps completions, ranked or still to be ranked. */
export const importLineSchema = lineWithMessages.extend({ prompt: z.union([text(100_000).min(1), messagesSchema]) });

export interface ImportedLine {
  messages: Message[];
  tags: string[];
  completions: { text: string; model: string | null }[];
  /** Positions of the completions by rank, best group first; null where they are still to be ranked. */
  ranking: number[][] | null;
}

/** A line's content, or what is wrong with it in a few words. */
export function parseImportLine(line: Line, format: ImportFormat): ImportedLine | { reason: string } {
  if (line.text === null) return { reason: "not UTF-8" };
  let json: unknown;
  try {
    json = JSON.parse(line.text);
  } catch {
    return { reason: "not JSON" };
  }
  const parsed = lineWithMessages.safeParse(withMessages(json));
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    return { reason: path.length > 0 ? `${path.join(".")}: ${message}` : message };
  }
  const { prompt, completions = [], tags } = parsed.data;
  const ranked = completions.filter(({ rank }) => rank !== undefined).length;
  if (format === "ranked" && completions.length === 0) return { reason: "completions: missing" };
  if (ranked > 0 && ranked < completions.length) return { reason: "some completions have a rank, others have none" };
  if (ranked === 0 && completions.length > atMostToRank) {
    return { reason: `more than ${atMostToRank} completions for a person to rank` };
  }
  return {
    messages: prompt,
    tags,
    completions: completions.map(({ text, model }) => ({ text, model: model ?? null })),
    ranking: ranked > 0 ? groupByRank(completions.map(({ rank }) => rank!)) : null,
  };
}

function groupByRank(ranks: number[]): number[][] {
  const distinct = [...new Set(ranks)].sort((a, b) => a - b);
  return distinct.map((rank) => ranks.flatMap((other, position) => (other === rank ? [position] : [])));
}

/** A prompt given as a string is one user turn. */
function withMessages(json: unknown): unknown {
  const isShort = typeof json === "object" && json !== null && "prompt" in json && typeof json.prompt === "string";
  return isShort ? { ...json, prompt: [{ role: "user", content: json.prompt }] } : json;
}
