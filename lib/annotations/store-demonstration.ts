import { randomUUID } from "node:crypto";
import { diffWordsWithSpace } from "diff";
import type { Database } from "../db/client.ts";
import { newId } from "../db/new-id.ts";

/** What a completion that a person wrote says of where it comes from. */
export const writtenByPerson = "written by a person";

/** Longer than this a text is kept whole, without a diff: finding one would take seconds. */
const longestCompared = 20_000;

/**
 * Keeps an answer that a person wrote, with what they changed in the completion it was edited from. With `asComparison`
 * an edited text becomes a completion of its own that is better than the original. Part of the caller's transaction.
 */
export async function storeDemonstration({
  projectId,
  promptId,
  annotationId,
  text,
  editedFromId,
  asComparison,
  database,
}: {
  projectId: string;
  promptId: string;
  annotationId: string;
  text: string;
  editedFromId: string | null;
  asComparison: boolean;
  database: Database;
}): Promise<void> {
  const original =
    editedFromId === null ? null : await database.completion.findUniqueOrThrow({ where: { id: editedFromId } });
  const differs = original !== null && original.text.trim() !== text.trim();
  const completionId = differs && asComparison ? randomUUID() : null;
  if (completionId) {
    await database.completion.create({
      data: { id: completionId, projectId, promptId, text, sourceName: writtenByPerson },
    });
    await database.comparison.create({
      data: { id: newId(), projectId, promptId, annotationId, betterId: completionId, worseId: original!.id },
    });
  }
  const diff = original && diffOf(original.text, text);
  await database.demonstration.create({
    data: { projectId, promptId, annotationId, text, editedFromId, completionId, ...(diff ? { diff } : {}) },
  });
}

/** `[-1 | 0 | 1, piece]` by word: removed, kept, added. Null where a text is too long to compare. */
export function diffOf(original: string, text: string): [-1 | 0 | 1, string][] | null {
  if (Math.max(original.length, text.length) > longestCompared) return null;
  return diffWordsWithSpace(original, text).map(({ value, added, removed }) => [added ? 1 : removed ? -1 : 0, value]);
}
