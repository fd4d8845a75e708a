import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { text } from "../text.ts";
import type { Suspicion } from "./assessment.ts";
import { getQuality } from "./get-quality.ts";

/**
 * Lets a reason to suspect somebody's work rest: a person looked and found nothing wrong. It comes up again once they
 * have judged twice as many tasks. Throws INVALID_INPUT without a note, NOT_FOUND where the figures give no such reason.
 */
export async function dismissSuspicion({
  projectId,
  userId,
  actorId,
  kind,
  note,
  database = db(),
}: {
  projectId: string;
  userId: string;
  actorId: string;
  kind: Suspicion["kind"];
  /** Why, 1 to 1,000 characters. */
  note: string;
  database?: Database;
}): Promise<void> {
  const given = text(1000).trim().min(1).safeParse(note);
  if (!given.success) throw new AppError("INVALID_INPUT", "Say why, so that others understand it later.");
  const { annotators } = await getQuality({ projectId, withNames: false, database });
  const annotator = annotators.find((one) => one.userId === userId);
  const suspicion = annotator?.suspicions.find((one) => one.kind === kind);
  if (!annotator || !suspicion) throw new AppError("NOT_FOUND", "The figures give no such reason.");
  const { judgements } = annotator;
  const { sentence } = suspicion;
  await inTransaction(database, async (transaction) => {
    await transaction.dismissedSuspicion.create({
      data: { projectId, userId, kind, note: given.data, sentence, judgements, createdById: actorId },
    });
    await record({
      database: transaction,
      actorId,
      action: "annotator.dismiss",
      projectId,
      targetType: "user",
      targetId: userId,
      detail: { kind, sentence, note: given.data },
    });
  });
}
