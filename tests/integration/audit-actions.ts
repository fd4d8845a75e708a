import { db } from "../../lib/db/client.ts";

/** What the audit log says was done in a project, oldest first. */
export async function auditActions(projectId: string): Promise<string[]> {
  const entries = await db().auditEntry.findMany({ where: { projectId }, orderBy: { id: "asc" } });
  return entries.map(({ action }) => action);
}
