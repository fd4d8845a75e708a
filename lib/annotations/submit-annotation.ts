import { type Database, db } from "../db/client.ts";
import { isUniqueViolation } from "../db/is-unique-violation.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { notify } from "../events/notify.ts";
import { askForDemonstration } from "./ask-for-demonstration.ts";
import { storeAnnotation } from "./store-annotation.ts";
import { checkAgainstCompletions, parseSubmission, type Submission, type SubmissionInput } from "./submission.ts";

export interface SubmissionAnswer {
  id: string;
  /** The task had all the annotations it needs: this one is kept beside them. */
  extra: boolean;
  /** False where the same submission had been stored before. */
  created: boolean;
}

/**
 * Stores what a person decided about a task that they hold or once held; an expired lease does not matter. A second
 * submission for the same task revises the first. Throws INVALID_INPUT for a wrong shape, UNPROCESSABLE where the
 * ranking does not contain each completion of the task once, CONFLICT for a task never held or cancelled.
 */
export async function submitAnnotation({
  taskId,
  userId,
  database = db(),
  ...input
}: SubmissionInput & { taskId: string; userId: string; database?: Database }): Promise<SubmissionAnswer> {
  const submission = parseSubmission(input);
  const earlier = await findBySubmissionKey({ userId, taskId, submission, database });
  if (earlier) return earlier;
  const assignment = await findAssignment({ taskId, userId, database });
  checkAgainstCompletions(submission, assignment.shownOrder);
  try {
    return await store({ submission, taskId, userId, assignment, database });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    // The same submission, or another one for this task, was stored meanwhile: the first look comes out otherwise now.
    const meanwhile = await findBySubmissionKey({ userId, taskId, submission, database });
    return meanwhile ?? (await store({ submission, taskId, userId, assignment, database }));
  }
}

async function findBySubmissionKey({
  userId,
  taskId,
  submission: { idempotencyKey },
  database,
}: {
  userId: string;
  taskId: string;
  submission: Submission;
  database: Database;
}): Promise<SubmissionAnswer | null> {
  const found = await database.annotation.findUnique({
    where: { userId_idempotencyKey: { userId, idempotencyKey } },
    select: { id: true, extra: true, taskId: true },
  });
  if (!found) return null;
  if (found.taskId !== taskId) {
    throw new AppError("UNPROCESSABLE", "This idempotency key has been used for another task.");
  }
  return { id: found.id, extra: found.extra, created: false };
}

interface HeldOnce {
  id: string;
  shownOrder: string[];
  projectId: string;
  promptId: string;
}

async function findAssignment({
  taskId,
  userId,
  database,
}: {
  taskId: string;
  userId: string;
  database: Database;
}): Promise<HeldOnce> {
  const assignment = await database.assignment.findUnique({
    where: { taskId_userId: { taskId, userId } },
    select: { id: true, shownOrder: true, task: { select: { status: true, projectId: true, promptId: true } } },
  });
  if (!assignment) throw new AppError("CONFLICT", "You have never held this task: claim it first.");
  const { status, ...task } = assignment.task;
  if (status === "cancelled") throw new AppError("CONFLICT", "This task was cancelled.");
  return { id: assignment.id, shownOrder: assignment.shownOrder, ...task };
}

async function store({
  submission,
  taskId,
  userId,
  assignment,
  database,
}: {
  submission: Submission;
  taskId: string;
  userId: string;
  assignment: HeldOnce;
  database: Database;
}): Promise<SubmissionAnswer> {
  const current = await database.annotation.findFirst({
    where: { taskId, userId, supersededAt: null },
    select: { id: true },
  });
  return await inTransaction(database, async (transaction) => {
    const stored = await storeAnnotation({
      submission,
      taskId,
      userId,
      assignmentId: assignment.id,
      revisionOfId: current?.id ?? null,
      database: transaction,
    });
    if (!stored) throw new AppError("CONFLICT", "Two revisions of this task met. Try again.");
    if (submission.noneAcceptable) await askForDemonstration({ ...assignment, database: transaction });
    await notify({ type: "task", projectId: assignment.projectId, id: taskId }, { database: transaction });
    return { ...stored, created: true };
  });
}
