import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { z } from "zod";
import { AppError } from "../../../lib/errors.ts";
import { contentHashOf, splitKeyOf } from "../../../lib/prompts/fingerprint.ts";
import { type ImportedLine, type ImportFormat, parseImportLine } from "../../../lib/prompts/import-line.ts";
import type { Message } from "../../../lib/prompts/messages.ts";
import { readLines } from "../../../lib/prompts/read-lines.ts";
import { type Pair, rankingPairs } from "../../../trainer/math/bradley-terry.ts";
import { toDemonstrationLine, toRankedLine } from "./preference-line.ts";

/** All that a file says about the answers to one prompt. */
export interface RankedAnswers {
  /** SHA-256 of the prompt's turns. */
  id: string;
  messages: Message[];
  /** Equal for near-duplicates: they belong on one side of a split. */
  splitKey: string;
  completions: string[];
  /** By position in `completions`; the annotator where the line names one. */
  pairs: (Pair & { annotator?: string })[];
}

/** A prompt and the answer that a person would have wanted. */
export interface Demonstration {
  messages: Message[];
  completion: string;
}

export interface ReadOptions {
  /** Leave bad lines out and say so, instead of refusing the file. */
  skipBadLines?: boolean;
}

const bytesAtMost = 4 * 2 ** 30;
const faultsShown = 20;

/**
 * Rankings from JSONL, also gzipped, as `export` writes them and `import` reads them: `{prompt, completions: [{text,
 * rank}]}`, or as `toRankedLine` knows them. Lines about one prompt are put together.
 * Throws INVALID_INPUT with `details: {faults}` for bad lines, the first 20.
 */
export async function readRankings(file: string, options: ReadOptions = {}): Promise<RankedAnswers[]> {
  const prompts = new Map<string, RankedAnswers>();
  for (const { messages, completions, ranking, annotator } of await readFileLines(file, "ranked", options)) {
    const id = contentHashOf(messages);
    const known = prompts.get(id) ?? { id, messages, splitKey: splitKeyOf(messages), completions: [], pairs: [] };
    prompts.set(id, known);
    const places = completions.map(({ text }) => {
      if (!known.completions.includes(text)) known.completions.push(text);
      return known.completions.indexOf(text);
    });
    for (const { better, worse, target } of rankingPairs(ranking ?? [])) {
      known.pairs.push({ better: places[better]!, worse: places[worse]!, target, annotator });
    }
  }
  return [...prompts.values()].filter(({ pairs }) => pairs.length > 0);
}

/** Prompts from JSONL: `{prompt}` a line, whatever else it holds. Each counts once. */
export async function readPrompts(file: string): Promise<{ id: string; messages: Message[] }[]> {
  const lines = await readFileLines(file, "prompts", {});
  return [...new Map(lines.map(({ messages }) => [contentHashOf(messages), messages]))].map(([id, messages]) => ({
    id,
    messages,
  }));
}

/**
 * Demonstrations from JSONL: TRL's `{prompt, completion}`, or rankings, of which the first of the best answers counts, or a
 * single answer that nobody ranked.
 */
export async function readDemonstrations(file: string, options: ReadOptions = {}): Promise<Demonstration[]> {
  const lines = await readFileLines(file, "demonstrations", options);
  return lines.flatMap(({ messages, completions, ranking }) => {
    const best = completions[ranking?.[0]?.[0] ?? 0];
    return best ? [{ messages, completion: best.text }] : [];
  });
}

interface TrainingLine extends ImportedLine {
  /** Who ranked, as `export` writes it. */
  annotator?: string;
}

const signedLine = z.object({ annotator: z.string().min(1) });

function annotatorOf(line: string | null): string | undefined {
  return line === null ? undefined : signedLine.safeParse(JSON.parse(line)).data?.annotator;
}

async function readFileLines(
  file: string,
  format: ImportFormat | "demonstrations",
  { skipBadLines = false }: ReadOptions,
): Promise<TrainingLine[]> {
  const lines: TrainingLine[] = [];
  const faults: { line: number; reason: string }[] = [];
  for await (const line of readLines(open(file), { bytesAtMost })) {
    const text = line.text && (format === "demonstrations" ? toDemonstrationLine(line.text) : toRankedLine(line.text));
    const parsed = parseImportLine({ ...line, text }, format === "demonstrations" ? "ranked" : format);
    if ("reason" in parsed) faults.push({ line: line.number, reason: parsed.reason });
    else lines.push({ ...parsed, annotator: annotatorOf(line.text) });
  }
  if (faults.length > 0 && skipBadLines) {
    const named = faults.slice(0, faultsShown).map(({ line, reason }) => `\n  line ${line}: ${reason}`);
    console.warn(`${file}: ${faults.length} lines are left out.${named.join("")}`);
  } else if (faults.length > 0) {
    throw new AppError("INVALID_INPUT", `${file}: ${faults.length} lines are not right.`, {
      faults: faults.slice(0, faultsShown),
    });
  }
  return lines;
}

function open(file: string): AsyncIterable<Uint8Array> {
  const bytes = createReadStream(file);
  if (!file.endsWith(".gz")) return bytes;
  const unpacked = createGunzip();
  // An error of the file itself must reach who reads the lines.
  bytes.on("error", (error) => unpacked.destroy(error)).pipe(unpacked);
  return unpacked;
}
