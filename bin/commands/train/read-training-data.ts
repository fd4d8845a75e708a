import { createReadStream } from "node:fs";
import { AppError } from "../../../lib/errors.ts";
import { contentHashOf, splitKeyOf } from "../../../lib/prompts/fingerprint.ts";
import { type ImportedLine, type ImportFormat, parseImportLine } from "../../../lib/prompts/import-line.ts";
import type { Message } from "../../../lib/prompts/messages.ts";
import { readLines } from "../../../lib/prompts/read-lines.ts";
import { type Pair, rankingPairs } from "../../../trainer/math/bradley-terry.ts";

/** All that a file says about the answers to one prompt. */
export interface RankedAnswers {
  /** SHA-256 of the prompt's turns. */
  id: string;
  messages: Message[];
  /** Equal for near-duplicates: they belong on one side of a split. */
  splitKey: string;
  completions: string[];
  /** By position in `completions`. */
  pairs: Pair[];
}

const bytesAtMost = 4 * 2 ** 30;
const faultsShown = 20;

/**
 * Rankings from JSONL, as `export` writes them and `import` reads them: `{prompt, completions: [{text, rank}]}`, or
 * pairs as TRL has them: `{prompt, chosen, rejected}`. Lines about one prompt are put together.
 * Throws INVALID_INPUT with `details: {faults}` for bad lines, the first 20.
 */
export async function readRankings(file: string): Promise<RankedAnswers[]> {
  const prompts = new Map<string, RankedAnswers>();
  for (const { messages, completions, ranking } of await readFileLines(file, "ranked")) {
    const id = contentHashOf(messages);
    const known = prompts.get(id) ?? { id, messages, splitKey: splitKeyOf(messages), completions: [], pairs: [] };
    prompts.set(id, known);
    const places = completions.map(({ text }) => {
      if (!known.completions.includes(text)) known.completions.push(text);
      return known.completions.indexOf(text);
    });
    for (const { better, worse, target } of rankingPairs(ranking ?? [])) {
      known.pairs.push({ better: places[better]!, worse: places[worse]!, target });
    }
  }
  return [...prompts.values()].filter(({ pairs }) => pairs.length > 0);
}

/** Prompts from JSONL: `{prompt}` a line, whatever else it holds. Each counts once. */
export async function readPrompts(file: string): Promise<{ id: string; messages: Message[] }[]> {
  const lines = await readFileLines(file, "prompts");
  return [...new Map(lines.map(({ messages }) => [contentHashOf(messages), messages]))].map(([id, messages]) => ({
    id,
    messages,
  }));
}

async function readFileLines(file: string, format: ImportFormat): Promise<ImportedLine[]> {
  const lines: ImportedLine[] = [];
  const faults: { line: number; reason: string }[] = [];
  for await (const line of readLines(createReadStream(file), { bytesAtMost })) {
    const parsed = parseImportLine({ ...line, text: line.text && fromPair(line.text) }, format);
    if ("reason" in parsed) faults.push({ line: line.number, reason: parsed.reason });
    else lines.push(parsed);
  }
  if (faults.length > 0) {
    throw new AppError("INVALID_INPUT", `${file}: ${faults.length} lines are not right.`, {
      faults: faults.slice(0, faultsShown),
    });
  }
  return lines;
}

interface PreferencePair {
  prompt: unknown;
  chosen: { content: string }[];
  rejected: { content: string }[];
}

/** A line of TRL's conversational preference format as a ranking of two; any other line as it is. */
function fromPair(text: string): string {
  if (!text.includes('"chosen"')) return text;
  const { prompt, chosen, rejected } = JSON.parse(text) as Partial<PreferencePair>;
  const completions = [chosen, rejected].map((turns, place) => ({ text: turns?.at(-1)?.content, rank: place + 1 }));
  return JSON.stringify({ prompt, completions });
}
