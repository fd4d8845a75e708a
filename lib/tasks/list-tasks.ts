import { type Database, db } from "../db/client.ts";
import type { Split, TaskKind, TaskStatus } from "../generated/prisma/enums.ts";
import { messagesSchema } from "../prompts/messages.ts";

export interface TaskLine {
  id: string;
  kind: TaskKind;
  status: TaskStatus;
  /** Flagged, and left out by decision: nobody gets it, and its judgements do not count. */
  leftOut: boolean;
  priority: number;
  overlap: number;
  annotationCount: number;
  /** People who hold it now. */
  heldBy: number;
  skips: number;
  completionCount: number;
  prompt: { id: string; split: Split /** The last user turn. */; text: string };
  roundNumber: number | null;
  createdAt: Date;
}

/** Tasks of a project, newest first. `before` is the id of the last task of the page before. */
export async function listTasks({
  projectId,
  status,
  before,
  limit = 50,
  database = db(),
}: {
  projectId: string;
  status?: TaskStatus;
  before?: string;
  /** 1 to 200. */
  limit?: number;
  database?: Database;
}): Promise<{ tasks: TaskLine[]; next: string | null; total: number }> {
  const where = { projectId, purpose: "work", ...(status ? { status } : {}) };
  const now = new Date();
  const [rows, total] = await Promise.all([
    database.task.findMany({
      where,
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      ...(before ? { cursor: { id: before }, skip: 1 } : {}),
      take: limit + 1,
      include: {
        prompt: { select: { id: true, split: true, messages: true } },
        round: { select: { number: true } },
        assignments: { where: { status: { in: ["held", "skipped"] } }, select: { status: true, leaseExpiresAt: true } },
        _count: { select: { completions: true } },
      },
    }),
    database.task.count({ where }),
  ]);
  const tasks = rows.slice(0, limit).map((task) => ({
    id: task.id,
    kind: task.kind,
    status: task.status,
    leftOut: task.leftOut,
    priority: task.priority,
    overlap: task.overlap,
    annotationCount: task.annotationCount,
    heldBy: task.assignments.filter(({ status, leaseExpiresAt }) => status === "held" && leaseExpiresAt > now).length,
    skips: task.assignments.filter(({ status }) => status === "skipped").length,
    completionCount: task._count.completions,
    prompt: {
      id: task.prompt.id,
      split: task.prompt.split,
      text: messagesSchema.parse(task.prompt.messages).at(-1)!.content,
    },
    roundNumber: task.round?.number ?? null,
    createdAt: task.createdAt,
  }));
  return { tasks, next: rows.length > limit ? tasks.at(-1)!.id : null, total };
}
