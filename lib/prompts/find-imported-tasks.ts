import type { Database } from "../db/client.ts";
import { inChunks } from "../db/in-chunks.ts";

/** Those of the content hashes that an imported task of the project has already. */
export async function findImportedTasks(
  projectId: string,
  contentHashes: readonly string[],
  database: Database,
): Promise<Set<string>> {
  const known = new Set<string>();
  for (const chunk of inChunks(contentHashes)) {
    const rows = await database.task.findMany({
      where: { projectId, contentHash: { in: [...chunk] } },
      select: { contentHash: true },
    });
    for (const { contentHash } of rows) known.add(contentHash!);
  }
  return known;
}
