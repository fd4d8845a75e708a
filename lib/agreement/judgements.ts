import { z } from "zod";
import { answerRating } from "../annotations/kinds/rate.ts";
import { rankingSchema } from "../annotations/ranking.ts";
import { type Database, db } from "../db/client.ts";
import type { TaskKind } from "../generated/prisma/enums.ts";

/** What one person decided about one task, as statistics take it. */
export interface Judgement {
  id: string;
  taskId: string;
  userId: string;
  kind: TaskKind;
  /** `work`, `gold` or `repeat`. */
  purpose: string;
  /** Of a check: the task that it copies, judged before or gold. */
  repeatOfId: string | null;
  tags: string[];
  /** In the order shown. */
  shown: string[];
  /** Place of each answer, 1 the best; ties share the mean, answers without a place are last together. */
  ranks: Map<string, number>;
  /** Likert value of each answer; only where there are any. */
  ratings: Map<string, number> | null;
  /** Of a comparison: how much better, signed by the answer with the smaller id. */
  grade: number | null;
  noneAcceptable: boolean;
  /** Seconds on it: those of attention that the page measured, and never more than passed since their submission before. */
  seconds: number | null;
  /** Characters of the answers. */
  characters: number;
  createdAt: Date;
}

/** Newest judgements looked at: more would say the same and take seconds. */
export const judgementsAtMost = 20_000;
/** After a longer gap somebody was away, and the gap says nothing. */
const longestGapSeconds = 1800;

interface Row extends Omit<Judgement, "ranks" | "ratings" | "grade" | "seconds" | "shown"> {
  ranking: unknown;
  judgement: unknown;
  shownOrder: string[];
  activeSeconds: number | null;
  gapSeconds: number | null;
}

/**
 * The project's newest current judgements that order answers, newest first; with those of people who are excluded and with
 * checks, without imported ones and adjudications.
 */
export async function readJudgements({
  projectId,
  database = db(),
}: {
  projectId: string;
  database?: Database;
}): Promise<Judgement[]> {
  const rows = await database.$queryRaw<Row[]>`
    SELECT a.id, a."taskId", a."userId", t.kind::text AS kind, t.purpose, t."repeatOfId", p.tags, a.ranking, a.judgement,
      a."shownOrder", a."noneAcceptable", a."activeSeconds", a."createdAt",
      extract(epoch FROM a."createdAt" - lag(a."createdAt") OVER (PARTITION BY a."userId" ORDER BY a."createdAt"))::float8
        AS "gapSeconds",
      coalesce((SELECT sum(length(c.text)) FROM unnest(a."shownOrder") AS shown(id)
        JOIN "Completion" c ON c.id = shown.id), 0)::int AS characters
    FROM (
      SELECT * FROM "Annotation"
      WHERE "projectId" = ${projectId} AND "supersededAt" IS NULL AND source = 'annotator' AND NOT resolves
      ORDER BY id DESC LIMIT ${judgementsAtMost}
    ) AS a JOIN "Task" t ON t.id = a."taskId" JOIN "Prompt" p ON p.id = t."promptId"
    WHERE t.kind IN ('rank', 'compare', 'rate') AND a.ranking <> '[]'
    ORDER BY a.id DESC`;
  return rows.map(({ ranking, judgement, shownOrder, activeSeconds, gapSeconds, ...row }) => {
    const gap = gapSeconds !== null && gapSeconds <= longestGapSeconds ? gapSeconds : null;
    const measured = [activeSeconds, gap].filter((seconds) => seconds !== null);
    return {
      ...row,
      shown: shownOrder,
      ranks: ranksOf(rankingSchema.parse(ranking), shownOrder),
      ratings: row.kind === "rate" ? ratingsOf(judgement) : null,
      grade: row.kind === "compare" ? gradeOf(judgement, shownOrder) : null,
      seconds: measured.length > 0 ? Math.min(...measured) : null,
    };
  });
}

/** Mean rank of each answer; see Judgement. */
export function ranksOf(
  ranking: readonly (readonly string[])[],
  completionIds: readonly string[],
): Map<string, number> {
  const placed = new Set(ranking.flat());
  const rest = completionIds.filter((id) => !placed.has(id));
  const ranks = new Map<string, number>();
  for (const group of rest.length > 0 ? [...ranking, rest] : ranking) {
    const rank = ranks.size + (group.length + 1) / 2;
    for (const id of group) ranks.set(id, rank);
  }
  return ranks;
}

const ratingsSchema = z.object({ ratings: z.array(answerRating) });
const gradeSchema = z.object({ preferred: z.string().nullable(), grade: z.number().nullable() });

function ratingsOf(judgement: unknown): Map<string, number> | null {
  const { ratings } = ratingsSchema.parse(judgement);
  const given = ratings.flatMap(({ completionId, overall }) =>
    overall === null ? [] : [[completionId, overall] as const],
  );
  return given.length > 0 ? new Map(given) : null;
}

function gradeOf(judgement: unknown, shown: readonly string[]): number {
  const { preferred, grade } = gradeSchema.parse(judgement);
  return (grade ?? 0) * (preferred === [...shown].sort()[0] ? 1 : -1);
}

/** Each pair of answers of a judgement: `relation` is 1 where the first (by id) is better, −1 the second, 0 a tie. */
export function relationsOf({ ranks }: Pick<Judgement, "ranks">): Map<string, number> {
  const ids = [...ranks.keys()].sort();
  const relations = new Map<string, number>();
  for (const [at, first] of ids.entries()) {
    for (const second of ids.slice(at + 1)) {
      relations.set(`${first} ${second}`, Math.sign(ranks.get(second)! - ranks.get(first)!));
    }
  }
  return relations;
}

/** How two judgements of the same answers relate: pairs both decided, and those decided alike; then the same with ties. */
export function compareRelations(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>) {
  let [decidedAlike, decided, alike, pairs] = [0, 0, 0, 0];
  for (const [pair, relation] of one) {
    const second = other.get(pair);
    if (second === undefined) continue;
    pairs++;
    if (relation === second) alike++;
    if (relation === 0 || second === 0) continue;
    decided++;
    if (relation === second) decidedAlike++;
  }
  return { decidedAlike, decided, alike, pairs };
}

/** Share of the pairs that two people decided in which they agree; null where no two decided one. */
export function agreementWithin(judged: readonly Pick<Judgement, "ranks">[]): number | null {
  const relations = judged.map(relationsOf);
  let [alike, decided] = [0, 0];
  for (const [at, one] of relations.entries()) {
    for (const other of relations.slice(at + 1)) {
      const compared = compareRelations(one, other);
      alike += compared.decidedAlike;
      decided += compared.decided;
    }
  }
  return decided === 0 ? null : alike / decided;
}
