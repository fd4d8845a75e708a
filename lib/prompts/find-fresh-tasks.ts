import type { Database } from "../db/client.ts";
import { inChunks } from "../db/in-chunks.ts";

/** Those of an import's tasks that the project does not have from an earlier import, each once. */
export async function findFreshTasks<Given extends { contentHash: string }>(
  projectId: string,
  given: readonly Given[],
  database: Database,
): Promise<Given[]> {
  const known = new Set<string>();
  for (const chunk of inChunks(given.map(({ contentHash }) => contentHash))) {
    const rows = await database.task.findMany({
      where: { projectId, contentHash: { in: [...chunk] } },
      select: { contentHash: true },
    });
    for (const { contentHash } of rows) known.add(contentHash!);
  }
  return given.filter(({ contentHash }) => !known.has(contentHash) && known.add(contentHash));
}
