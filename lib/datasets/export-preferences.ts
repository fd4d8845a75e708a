import { z } from "zod";
import { rankingSchema } from "../annotations/ranking.ts";
import { type Database, db } from "../db/client.ts";
import type { Split } from "../generated/prisma/enums.ts";
import { isCounting } from "../quality/counting.ts";

/**
 * `trl-preference`: one line a preference, as TRL's trainers read it. `ranked`: one line an annotation that orders answers,
 * with all that is known. `demonstrations`: one line a written answer, as TRL's prompt-completion format has it.
 */
export const exportFormat = z.enum(["trl-preference", "ranked", "demonstrations"]);
export type ExportFormat = z.infer<typeof exportFormat>;

interface ExportOptions {
  projectId: string;
  format: ExportFormat;
  /** A frozen version; without it the project's current annotations. */
  datasetVersionId?: string;
  /** Only this side of the split. */
  split?: Split;
  database?: Database;
}

const annotationsAtOnce = 100;

/**
 * Lines of JSON, each ended by a newline, in the order of the annotations' ids. Reads a hundred annotations at a time,
 * so memory stays flat however long the export is. Ties are left out of `trl-preference`.
 */
export async function* exportPreferences({
  projectId,
  format,
  datasetVersionId,
  split,
  database = db(),
}: ExportOptions): AsyncGenerator<string> {
  const select = { projectId, datasetVersionId: datasetVersionId ?? null, split: split ?? null };
  let last = "";
  for (;;) {
    const rows = await readPage(select, last, database);
    for (const row of rows) yield* linesBy[format](row);
    if (rows.length < annotationsAtOnce) return;
    last = rows.at(-1)!.id;
  }
}

interface ExportedAnnotation {
  id: string;
  ranking: unknown;
  noneAcceptable: boolean;
  flags: unknown;
  comment: string;
  extra: boolean;
  source: string;
  activeSeconds: number | null;
  createdAt: Date;
  annotator: string;
  promptId: string;
  messages: unknown;
  split: Split;
  /** Those of the task, then those that only comparisons name: what somebody wrote. */
  completions: { id: string; text: string; model: string | null; modelVersionId: string | null; shown: boolean }[];
  taskKind: string;
  judgement: unknown;
  demonstration: string | null;
  comparisons: { better: string; worse: string; tie: boolean }[];
  /** How much it counts in the version; null where no version is asked for. */
  weight: number | null;
}

async function readPage(
  { projectId, datasetVersionId, split }: { projectId: string; datasetVersionId: string | null; split: Split | null },
  last: string,
  database: Database,
): Promise<ExportedAnnotation[]> {
  return await database.$queryRaw`
    SELECT a.id, a.ranking, a."noneAcceptable", a.flags, a.comment, a.extra, a.source::text AS source, a."activeSeconds",
      a."createdAt", u.pseudonym AS annotator, p.id AS "promptId", p.messages, p.split::text AS split,
      t.kind::text AS "taskKind", a.judgement, d.text AS demonstration,
      (SELECT frozen.weight FROM "DatasetAnnotation" frozen
        WHERE frozen."datasetVersionId" = ${datasetVersionId} AND frozen."annotationId" = a.id) AS weight,
      (SELECT coalesce(json_agg(json_build_object('id', c.id, 'text', c.text, 'model', coalesce(m.name, c."sourceName"),
          'modelVersionId', m.id, 'shown', k.position IS NOT NULL) ORDER BY k.position, c.id), '[]')
        FROM "Completion" c LEFT JOIN "TaskCompletion" k ON k."completionId" = c.id AND k."taskId" = a."taskId"
          LEFT JOIN "ModelVersion" m ON m.id = c."modelVersionId"
        WHERE c.id IN (
          SELECT "completionId" FROM "TaskCompletion" WHERE "taskId" = a."taskId"
          UNION SELECT "betterId" FROM "Comparison" WHERE "annotationId" = a.id)) AS completions,
      (SELECT coalesce(json_agg(json_build_object('better', c."betterId", 'worse', c."worseId", 'tie', c.tie) ORDER BY c.id), '[]')
        FROM "Comparison" c WHERE c."annotationId" = a.id) AS comparisons
    FROM "Annotation" a JOIN "User" u ON u.id = a."userId" JOIN "Task" t ON t.id = a."taskId"
      JOIN "Prompt" p ON p.id = t."promptId" LEFT JOIN "Demonstration" d ON d."annotationId" = a.id
    WHERE a."projectId" = ${projectId} AND a.id > ${last} AND (${split}::text IS NULL OR p.split::text = ${split})
      AND CASE WHEN ${datasetVersionId}::text IS NULL THEN ${isCounting(projectId)}
        ELSE EXISTS (SELECT FROM "DatasetAnnotation" d
          WHERE d."datasetVersionId" = ${datasetVersionId} AND d."annotationId" = a.id AND d.weight > 0) END
    ORDER BY a.id LIMIT ${annotationsAtOnce}`;
}

/** TRL's explicit conversational preference format: `prompt`, `chosen` and `rejected` are lists of messages. */
function* preferenceLines({ messages, completions, comparisons, weight }: ExportedAnnotation): Generator<string> {
  const textOf = new Map(completions.map(({ id, text }) => [id, text]));
  const answer = (id: string) => [{ role: "assistant", content: textOf.get(id)! }];
  for (const { better, worse, tie } of comparisons) {
    const preference = { prompt: messages, chosen: answer(better), rejected: answer(worse) };
    if (!tie) yield line({ ...preference, ...weightOf(weight) });
  }
}

/**
 * `rank` 1 is best, equal ranks tie, null is below all that have one: a line of this format can be imported again.
 * Nothing for an annotation that gives no order.
 */
function* rankedLines({
  id,
  messages,
  completions,
  comparisons: _pairs,
  demonstration: _written,
  ranking,
  weight,
  ...rest
}: ExportedAnnotation): Generator<string> {
  const groups = rankingSchema.parse(ranking);
  if (groups.length === 0) return;
  const placeOf = (completionId: string) => groups.findIndex((group) => group.includes(completionId));
  yield line({
    annotationId: id,
    prompt: messages,
    completions: completions
      .filter(({ shown }) => shown)
      .map(({ id: completionId, shown: _shown, ...completion }) => {
        const place = placeOf(completionId);
        return { ...completion, rank: place < 0 ? null : 1 + place };
      }),
    ...rest,
    ...weightOf(weight),
  });
}

/** Lines of a dataset version say how much they count in it. */
function weightOf(weight: number | null): { weight?: number } {
  return weight === null ? {} : { weight };
}

function* demonstrationLines({ messages, demonstration }: ExportedAnnotation): Generator<string> {
  if (demonstration === null) return;
  yield line({ prompt: messages, completion: [{ role: "assistant", content: demonstration }] });
}

const linesBy: Record<ExportFormat, (row: ExportedAnnotation) => Generator<string>> = {
  "trl-preference": preferenceLines,
  ranked: rankedLines,
  demonstrations: demonstrationLines,
};

const line = (value: unknown) => `${JSON.stringify(value)}\n`;
