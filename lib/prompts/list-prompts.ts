import { type Database, db } from "../db/client.ts";
import { Prisma } from "../generated/prisma/client.ts";
import type { Split } from "../generated/prisma/enums.ts";
import type { Message } from "./messages.ts";

export interface PromptLine {
  id: string;
  messages: Message[];
  split: Split;
  tags: string[];
  completionCount: number;
  openTasks: number;
  doneTasks: number;
  /** Completions are queued or being written. */
  isGenerating: boolean;
  createdAt: Date;
}

/**
 * Prompts of a project, newest first, with the tags in use. `search` looks into all turns; `before` is the id of the
 * last prompt of the page before.
 */
export async function listPrompts({
  projectId,
  search = "",
  split,
  tag,
  before,
  limit = 50,
  database = db(),
}: {
  projectId: string;
  search?: string;
  split?: Split;
  tag?: string;
  before?: string;
  /** 1 to 200. */
  limit?: number;
  database?: Database;
}): Promise<{ prompts: PromptLine[]; next: string | null; total: number; tags: string[] }> {
  const pattern = `%${search.replace(/[\\%_]/g, "\\$&")}%`;
  const matching = Prisma.sql`
    p."projectId" = ${projectId}
    AND (${split ?? null}::text IS NULL OR p.split::text = ${split ?? null})
    AND (${tag ?? null}::text IS NULL OR ${tag ?? null} = ANY(p.tags))
    AND (${search} = '' OR EXISTS (
      SELECT FROM jsonb_array_elements(p.messages) AS message WHERE message->>'content' ILIKE ${pattern}))`;
  const [rows, totals, tags] = await Promise.all([
    database.$queryRaw<PromptLine[]>`
      SELECT p.id, p.messages, p.split::text AS split, p.tags, p."createdAt",
        (SELECT count(*)::int FROM "Completion" c WHERE c."promptId" = p.id) AS "completionCount",
        (SELECT count(*)::int FROM "Task" t WHERE t."promptId" = p.id AND t.purpose = 'work' AND t.status = 'open' AND NOT t."leftOut") AS "openTasks",
        (SELECT count(*)::int FROM "Task" t WHERE t."promptId" = p.id AND t.purpose = 'work' AND t.status = 'done' AND NOT t."leftOut") AS "doneTasks",
        EXISTS (SELECT FROM "GenerationJob" j WHERE j."promptId" = p.id AND j.status IN ('queued', 'running')) AS "isGenerating"
      FROM "Prompt" p
      WHERE ${matching} AND (${before ?? null}::text IS NULL OR p.id < ${before ?? null})
      ORDER BY p.id DESC LIMIT ${limit + 1}`,
    database.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total FROM "Prompt" p WHERE ${matching}`,
    database.$queryRaw<{ tag: string }[]>`
      SELECT DISTINCT unnest(tags) AS tag FROM "Prompt" WHERE "projectId" = ${projectId} ORDER BY tag LIMIT 200`,
  ]);
  const prompts = rows.slice(0, limit);
  return {
    prompts,
    next: rows.length > limit ? prompts.at(-1)!.id : null,
    total: totals[0]!.total,
    tags: tags.map((row) => row.tag),
  };
}
