import type { Database } from "../db/client.ts";
import type { Prisma } from "../generated/prisma/client.ts";

export interface AuditFact {
  /** Null: the system itself, or the command line. */
  actorId: string | null;
  /** entity.verb, e.g. `project.update`; the verb is the one on the button. */
  action: string;
  projectId?: string | null;
  targetType: string;
  targetId: string;
  /** What changed; no passwords, no tokens. */
  detail?: Prisma.InputJsonObject;
}

/** Adds one line to the audit log. Takes the caller's transaction, so that act and line stand or fall together. */
export async function record({ database, ...fact }: AuditFact & { database: Database }): Promise<void> {
  await database.auditEntry.create({
    data: { ...fact, projectId: fact.projectId ?? null, detail: fact.detail ?? {} },
  });
}
