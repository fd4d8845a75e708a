import { record } from "../audit/record.ts";
import { requestGeneration } from "../completions/request-generation.ts";
import { type Database, db } from "../db/client.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { notify } from "../events/notify.ts";
import { projectSettings } from "../projects/settings.ts";
import { badLines, faultsShown } from "./bad-lines.ts";
import { sha256 } from "./fingerprint.ts";
import { type ImportedLine, type ImportFormat, parseImportLine } from "./import-line.ts";
import { readLines } from "./read-lines.ts";
import { storeDemonstrations } from "./store-demonstrations.ts";
import { storeGoldTasks } from "./store-gold-tasks.ts";
import { storePrompts } from "./store-prompts.ts";
import { storeRankTasks } from "./store-rank-tasks.ts";

export const importBytesAtMost = 64 * 2 ** 20;
const lineBytesAtMost = 4 * 2 ** 20;
const linesThatChangeTables = 1000;

export interface ImportAnswer {
  importId: string;
  lines: number;
  /** Made new by this import. */
  prompts: number;
  completions: number;
  /** Tasks for people. */
  tasks: number;
  /** Rankings that came with their lines. */
  rankings: number;
  /** Tasks with a known answer, to check people by. */
  gold: number;
  /** Written answers that came with their lines. */
  demonstrations: number;
  /** Lines whose content was there already, or twice in the body. */
  duplicates: number;
  /** Prompts for which completions were asked of the active model. */
  generationJobs: number;
}

/**
 * Imports JSONL, all lines or none: `{prompt: string | messages, completions?: [{text, model?, rank?}], tags?,
 * kind?}`. With ranks a line becomes a finished ranking by the actor, without them a task for people of the kind given
 * or the project's, without completions and kind a prompt that the active model answers, where the project wants that.
 * With the format `gold` every line is ranked, and becomes a gold task; it may hold an `explanation`.
 * With the format `demonstrations`: `{prompt, completion | text, tags?}`, each a finished answer as if the actor had
 * written it. What is there already is counted, not doubled.
 * Throws INVALID_INPUT with `details: {faults: [{line, reason}], count}` for bad lines (the first 20), TOO_LARGE.
 */
export async function importLines({
  projectId,
  actorId,
  format,
  body,
  database = db(),
}: {
  projectId: string;
  actorId: string;
  format: ImportFormat;
  body: string | AsyncIterable<Uint8Array>;
  database?: Database;
}): Promise<ImportAnswer> {
  const { lines, contentHash } = await readImport(body, format);
  const answer = await inTransaction(
    database,
    (transaction) => storeImport({ projectId, actorId, format, lines, contentHash, database: transaction }),
    { timeoutMilliseconds: 10 * 60_000 },
  );
  if (lines.length >= linesThatChangeTables) await refreshStatistics(database);
  return answer;
}

/** Postgres does this by itself within a minute or two; until then claims and exports would be planned for empty tables. */
async function refreshStatistics(database: Database): Promise<void> {
  await database.$executeRaw`ANALYZE "Prompt", "Completion", "Task", "TaskCompletion", "Annotation", "Comparison"`;
}

async function readImport(body: string | AsyncIterable<Uint8Array>, format: ImportFormat) {
  const lines: ImportedLine[] = [];
  const hashes: string[] = [];
  const faults: { line: number; reason: string }[] = [];
  let count = 0;
  for await (const line of readLines(body, { bytesAtMost: importBytesAtMost })) {
    const isTooLong = line.text !== null && line.text.length > lineBytesAtMost;
    const parsed = isTooLong ? { reason: "longer than 4 MiB" } : parseImportLine(line, format);
    if ("reason" in parsed) {
      count += 1;
      if (faults.length < faultsShown) faults.push({ line: line.number, reason: parsed.reason });
    } else {
      lines.push(parsed);
      hashes.push(sha256(line.text!));
    }
  }
  if (count > 0) throw badLines(faults, count);
  if (lines.length === 0) throw new AppError("INVALID_INPUT", "There is no line to import.", { faults: [], count: 0 });
  return { lines, contentHash: sha256(hashes.join("\n")) };
}

async function storeImport({
  projectId,
  actorId,
  format,
  lines,
  contentHash,
  database,
}: {
  projectId: string;
  actorId: string;
  format: ImportFormat;
  lines: ImportedLine[];
  contentHash: string;
  database: Database;
}): Promise<ImportAnswer> {
  // One import at a time: two of one file at once would both find nothing there.
  const locked = await database.$queryRaw<{ settings: unknown }[]>`
    SELECT settings FROM "Project" WHERE id = ${projectId} FOR NO KEY UPDATE`;
  if (!locked[0]) throw new AppError("NOT_FOUND", "There is no such project.");
  const settings = projectSettings.parse(locked[0].settings);
  const importId = newId();
  await database.import.create({
    data: { id: importId, projectId, createdById: actorId, format, lines: lines.length, contentHash },
  });

  const prompts = await storePrompts({ projectId, importId, prompts: lines, shares: settings.split, database });
  const ofPrompts = { projectId, actorId, promptIds: prompts.ids, settings, database };
  const isToRank = format === "prompts" || format === "ranked";
  const ranked = await storeRankTasks({ ...ofPrompts, lines: isToRank ? lines : [] });
  const known = await storeGoldTasks({ ...ofPrompts, lines: format === "gold" ? lines : [] });
  const written = await storeDemonstrations({
    projectId,
    actorId,
    texts: lines.flatMap(({ demonstration }) => demonstration ?? []),
    promptIds: prompts.ids,
    database,
  });

  const isBare = ({ completions, kind }: ImportedLine) => completions.length === 0 && kind === null;
  const unanswered = prompts.created.filter(({ position }) => isBare(lines[position]!));
  const jobs =
    settings.generateForNewPrompts && unanswered.length > 0
      ? await requestGeneration({ projectId, promptIds: unanswered.map(({ id }) => id), database })
      : [];
  const bare = lines.filter(isBare).length;
  const answer: ImportAnswer = {
    importId,
    lines: lines.length,
    prompts: prompts.created.length,
    completions: ranked.completions + known.completions,
    tasks: ranked.tasks,
    rankings: ranked.rankings,
    gold: known.gold,
    demonstrations: written.demonstrations,
    duplicates: bare - unanswered.length + ranked.duplicates + known.duplicates + written.duplicates,
    generationJobs: jobs.length,
  };
  const { importId: _id, ...counts } = answer;
  await record({
    database,
    actorId,
    action: "prompts.import",
    projectId,
    targetType: "import",
    targetId: importId,
    // What did not happen needs no line.
    detail: { format, ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)) },
  });
  await notify({ type: "task", projectId, id: importId }, { database });
  return answer;
}
