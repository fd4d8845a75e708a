import { type Database, db } from "../db/client.ts";

export interface AuditLine {
  id: string;
  action: string;
  actor: { id: string; name: string; email: string } | null;
  projectId: string | null;
  targetType: string;
  targetId: string;
  detail: unknown;
  createdAt: Date;
}

/**
 * The audit log, newest first: of one project, or of the whole installation with `projectId: null`.
 * `before` is the id of the last line of the page before; `limit` 1 to 200.
 */
export async function listAuditEntries({
  projectId,
  before,
  limit = 50,
  database = db(),
}: {
  projectId: string | null;
  before?: string;
  limit?: number;
  database?: Database;
}): Promise<{ entries: AuditLine[]; next: string | null }> {
  const rows = await database.auditEntry.findMany({
    where: { ...(projectId ? { projectId } : {}), ...(before ? { id: { lt: before } } : {}) },
    orderBy: { id: "desc" },
    take: limit + 1,
    include: { actor: { select: { id: true, name: true, email: true } } },
  });
  const entries = rows.slice(0, limit).map(({ actorId: _actorId, ...line }) => line);
  return { entries, next: rows.length > limit ? entries.at(-1)!.id : null };
}
