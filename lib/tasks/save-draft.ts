import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { draftSchema } from "./draft.ts";

/**
 * Keeps a ranking in progress with its assignment, also when the lease has run out.
 * Throws INVALID_INPUT, or CONFLICT where the person does not hold the task (any more).
 */
export async function saveDraft({
  taskId,
  userId,
  draft,
  database = db(),
}: {
  taskId: string;
  userId: string;
  draft: unknown;
  database?: Database;
}): Promise<void> {
  const parsed = draftSchema.safeParse(draft);
  if (!parsed.success) throw new AppError("INVALID_INPUT", "This is not a draft.", parsed.error.issues);
  const saved = await database.assignment.updateMany({
    where: { taskId, userId, status: "held" },
    data: { draft: parsed.data },
  });
  if (saved.count === 0) throw new AppError("CONFLICT", "You do not hold this task.");
}
