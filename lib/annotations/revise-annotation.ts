import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { isRevisable } from "./list-own-annotations.ts";
import type { SubmissionInput } from "./submission.ts";
import { type SubmissionAnswer, submitAnnotation } from "./submit-annotation.ts";

/**
 * Replaces one of a person's own last submissions. The old row stays, superseded, with its comparisons, because a
 * frozen dataset may hold them; whatever reads current data leaves superseded annotations out. The count of the task
 * stays. Throws what submitAnnotation throws; NOT_FOUND for somebody else's, CONFLICT for one that is superseded already
 * or no longer among the last.
 */
export async function reviseAnnotation({
  annotationId,
  userId,
  database = db(),
  ...input
}: SubmissionInput & { annotationId: string; userId: string; database?: Database }): Promise<SubmissionAnswer> {
  const annotation = await database.annotation.findFirst({
    where: { id: annotationId, userId, source: "annotator" },
    select: {
      id: true,
      taskId: true,
      projectId: true,
      supersededAt: true,
      revision: { select: { idempotencyKey: true } },
    },
  });
  if (!annotation) throw new AppError("NOT_FOUND", "There is no such submission of yours.");
  const isSameAgain = annotation.revision?.idempotencyKey === input.idempotencyKey;
  if (annotation.supersededAt && !isSameAgain)
    throw new AppError("CONFLICT", "You have revised this submission already.");
  if (!isSameAgain && !(await isRevisable({ annotation, userId, database }))) {
    throw new AppError("CONFLICT", "Only your last submissions can be revised.");
  }
  return await submitAnnotation({ ...input, taskId: annotation.taskId, userId, database });
}
