import type { Database } from "../db/client.ts";
import { inChunks } from "../db/in-chunks.ts";
import { insertRows } from "../db/insert-rows.ts";
import { newId } from "../db/new-id.ts";
import { findFreshTasks } from "./find-fresh-tasks.ts";
import { sha256 } from "./fingerprint.ts";

/**
 * Stores imported demonstrations, each as a finished task to write an answer, as if the actor had written it. One that is
 * there already is counted and left. Part of the caller's transaction.
 */
export async function storeDemonstrations({
  projectId,
  actorId,
  texts,
  promptIds,
  database,
}: {
  projectId: string;
  actorId: string;
  texts: string[];
  /** Of each text. */
  promptIds: string[];
  database: Database;
}): Promise<{ demonstrations: number; duplicates: number }> {
  const given = texts.map((text, position) => {
    const promptId = promptIds[position]!;
    return { id: newId(), promptId, text, contentHash: sha256(JSON.stringify([promptId, "demonstration", text])) };
  });
  const fresh = await findFreshTasks(projectId, given, database);
  const createdAt = new Date();
  for (const chunk of inChunks(fresh)) {
    await insertRows(
      "Task",
      chunk.map(({ id, promptId, contentHash }) => ({
        id,
        projectId,
        promptId,
        contentHash,
        kind: "demonstrate" as const,
        status: "done" as const,
        overlap: 1,
        annotationCount: 1,
        createdAt,
      })),
      database,
    );
    const annotations = chunk.map((demonstration) => ({ id: newId(), demonstration }));
    await insertRows(
      "Annotation",
      annotations.map(({ id, demonstration }) => ({
        id,
        projectId,
        taskId: demonstration.id,
        userId: actorId,
        source: "import" as const,
        ranking: [],
        judgement: { text: demonstration.text, editedFromId: null },
        shownOrder: [],
        idempotencyKey: `import ${projectId} ${demonstration.contentHash}`,
        createdAt,
      })),
      database,
    );
    await insertRows(
      "Demonstration",
      annotations.map(({ id, demonstration: { promptId, text } }) => ({
        id: newId(),
        projectId,
        promptId,
        annotationId: id,
        text,
        createdAt,
      })),
      database,
    );
  }
  return { demonstrations: fresh.length, duplicates: given.length - fresh.length };
}
