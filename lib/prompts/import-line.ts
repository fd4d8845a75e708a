import { z } from "zod";
import { kinds } from "../annotations/kinds/table.ts";
import { TaskKind } from "../generated/prisma/enums.ts";
import { taskOverlap, taskPriority } from "../tasks/set-demand.ts";
import { text } from "../text.ts";
import { parseDemonstration, withMessages } from "./demonstration-line.ts";
import { type Message, messagesSchema } from "./messages.ts";
import type { Line } from "./read-lines.ts";

/** What the lines of an import hold. */
export const importFormats = ["prompts", "ranked", "gold", "demonstrations"] as const;
export type ImportFormat = (typeof importFormats)[number];

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
        /** 1 is best; equal ranks tie; null is below all that have one. On all completions of a line or on none. */
        rank: z.number().int().min(0).max(1_000_000).nullable().optional(),
      }),
    )
    .min(1)
    .max(atMostRanked, `more than ${atMostRanked} completions`)
    .optional(),
  tags: z.array(text(100).min(1)).max(50).default([]),
  /** What people are asked to do with it; without it the project decides. */
  kind: z.enum(TaskKind).optional(),
  overlap: taskOverlap.optional(),
  priority: taskPriority.default(0),
  /** Of a gold task: told to annotators where the project gives feedback. */
  explanation: text(2_000).default(""),
});

/** One line of an import: a prompt, and perhaps completions, judged or still to be judged. */
export const importLineSchema = lineWithMessages.extend({ prompt: z.union([text(100_000).min(1), messagesSchema]) });

export interface ImportedLine {
  messages: Message[];
  tags: string[];
  completions: { text: string; model: string | null }[];
  /** Positions of the completions by rank, best group first, those without one left out; null where they are still to be ranked. */
  ranking: number[][] | null;
  /** Null: the project decides. */
  kind: TaskKind | null;
  /** Of the task for people; null: the project decides. */
  overlap: number | null;
  priority: number;
  /** The answer that a person would have wanted; null in other formats than `demonstrations`. */
  demonstration: string | null;
  /** Why the ranking is right; used by the format `gold` alone. */
  explanation: string;
  /** Where it stood in the file, from 1. */
  number: number;
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
  if (format === "demonstrations") {
    const parsed = parseDemonstration(json);
    if ("reason" in parsed) return parsed;
    const { messages, tags, text: demonstration } = parsed;
    const nothingElse = { completions: [], ranking: null, overlap: null, priority: 0, explanation: "" };
    return { messages, tags, ...nothingElse, kind: "demonstrate", demonstration, number: line.number };
  }
  const parsed = lineWithMessages.safeParse(withMessages(json));
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    return { reason: path.length > 0 ? `${path.join(".")}: ${message}` : message };
  }
  const { prompt, completions = [], tags, kind = null, overlap = null, priority, explanation } = parsed.data;
  const ranked = completions.filter(({ rank }) => rank !== undefined).length;
  if ((format === "ranked" || format === "gold") && completions.length === 0) return { reason: "completions: missing" };
  if (ranked > 0 && completions.every(({ rank }) => rank == null)) return { reason: "no completion has a rank" };
  if (ranked > 0 && ranked < completions.length) return { reason: "some completions have a rank, others have none" };
  const ranking = ranked > 0 ? groupByRank(completions.map(({ rank }) => rank ?? null)) : null;
  const reason =
    format === "gold"
      ? (faultOfKnownAnswer(completions, ranking, kind) ?? faultOfCount(completions.length, false, kind))
      : faultOfCount(completions.length, ranking !== null, kind);
  if (reason) return { reason };
  return {
    messages: prompt,
    tags,
    completions: completions.map(({ text, model }) => ({ text, model: model ?? null })),
    ranking,
    kind,
    overlap,
    priority,
    demonstration: null,
    explanation,
    number: line.number,
  };
}

/** What keeps a ranking from being the known answer of a gold task; as makeGold has it. */
function faultOfKnownAnswer(completions: readonly unknown[], ranking: number[][] | null, kind: TaskKind | null) {
  if (kind === "demonstrate" || kind === "converse") return `a task to ${kind} has no known answer`;
  if (ranking?.flat().length !== completions.length) return "a known answer has a rank for each completion";
  return ranking.length < 2 ? "a known answer has to prefer one answer to another" : null;
}

function faultOfCount(count: number, ranked: boolean, kind: TaskKind | null): string | null {
  if (ranked && kind !== null && kind !== "rank") return `ranks are no judgement of a task to ${kind}`;
  if (kind === null || kind === "rank") {
    if (count === 1) return "completions: fewer than 2 completions";
    if (count === 0 && kind === "rank") return "completions: missing";
    return !ranked && count > atMostToRank ? `more than ${atMostToRank} completions for a person to rank` : null;
  }
  const { least, most } = kinds[kind].completions;
  if (count >= least && count <= most) return null;
  return `a task to ${kind} takes ${least === most ? least : `${least} to ${most}`} completions`;
}

function groupByRank(ranks: (number | null)[]): number[][] {
  const distinct = [...new Set(ranks)].filter((rank) => rank !== null).sort((a, b) => a - b);
  return distinct.map((rank) => ranks.flatMap((other, position) => (other === rank ? [position] : [])));
}
