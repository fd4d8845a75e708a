import { type Database, db } from "../db/client.ts";
import { isUniqueViolation } from "../db/is-unique-violation.ts";
import { prepared } from "../db/prepared.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import type { TaskKind, TaskStatus } from "../generated/prisma/enums.ts";
import { projectSettings } from "../projects/settings.ts";
import { feedbackOn, type GoldFeedback } from "../quality/feedback.ts";
import { concludeBlindComparison } from "../rounds/conclude-blind-comparison.ts";
import { isCheck } from "../tasks/room-for.ts";
import { askForDemonstration } from "./ask-for-demonstration.ts";
import { kindOf } from "./kinds/table.ts";
import { storeAnnotation } from "./store-annotation.ts";
import { storeDemonstration } from "./store-demonstration.ts";
import { checkAgainstTask, parseSubmission, type Submission, type SubmissionInput } from "./submission.ts";

export interface SubmissionAnswer {
  id: string;
  /** The task had all the annotations it needs: this one is kept beside them. */
  extra: boolean;
  /** False where the same submission had been stored before. */
  created: boolean;
  /** On a task with a known answer, where the project tells; null otherwise. */
  feedback: GoldFeedback | null;
}

/**
 * Stores what a person decided about a task that they hold or once held; an expired lease does not matter. A second
 * submission for the same task revises the first. Throws INVALID_INPUT for a wrong shape, UNPROCESSABLE where it does
 * not fit the task's kind, completions or the project's rubric, CONFLICT for a task never held or cancelled, or a
 * revision once the known answer has been told.
 */
export async function submitAnnotation({
  taskId,
  userId,
  database = db(),
  ...input
}: SubmissionInput & { taskId: string; userId: string; database?: Database }): Promise<SubmissionAnswer> {
  const submission = parseSubmission(input);
  try {
    return await lookAndStore({ submission, taskId, userId, database });
  } catch (error) {
    // The same submission, or another one for this task, was stored meanwhile: a second look finds it.
    if (isUniqueViolation(error)) return await lookAndStore({ submission, taskId, userId, database });
    throw error;
  }
}

interface Attempt {
  submission: Submission;
  taskId: string;
  userId: string;
  database: Database;
}

async function lookAndStore({ submission, taskId, userId, database }: Attempt): Promise<SubmissionAnswer> {
  const { earlier, assignment, currentId } = await look({ submission, taskId, userId, database });
  if (earlier && earlier.taskId !== taskId) {
    throw new AppError("UNPROCESSABLE", "This idempotency key has been used for another task.");
  }
  if (!assignment) throw new AppError("CONFLICT", "You have never held this task: claim it first.");
  const settings = projectSettings.parse(assignment.settings);
  if (earlier) {
    const { id, extra } = earlier;
    return { id, extra, created: false, feedback: await feedbackOn({ annotationId: id, settings, database }) };
  }
  if (assignment.status === "cancelled") throw new AppError("CONFLICT", "This task was cancelled.");
  const { shownOrder: completionIds, turns, probed } = assignment;
  const task = { completionIds, settings, turns, probed };
  checkAgainstTask(submission, assignment.kind, task);
  if (currentId && (await feedbackOn({ annotationId: currentId, settings, database }))) {
    throw new AppError("CONFLICT", "You have been told this task's known answer: your judgement of it stands.");
  }
  const outcome = kindOf(submission).outcomeOf(submission, task);

  const store = async (transaction: Database) => {
    const stored = await storeAnnotation({
      submission,
      outcome,
      taskId,
      userId,
      projectId: assignment.projectId,
      assignmentId: assignment.id,
      revisionOfId: currentId,
      database: transaction,
    });
    if (!stored) throw new AppError("CONFLICT", "Two revisions of this task met. Try again.");
    const feedback = await feedbackOn({ annotationId: stored.id, settings, database: transaction });
    return { ...stored, created: true, feedback };
  };
  // One statement is a transaction of its own; only what follows from a judgement needs a longer one.
  const { blindRoundId } = assignment;
  if (!outcome.noneAcceptable && submission.kind !== "demonstrate" && !blindRoundId) return await store(database);
  return await inTransaction(database, async (transaction) => {
    const answer = await store(transaction);
    const { projectId, promptId, isCheck: leadsNowhere } = assignment;
    if (outcome.noneAcceptable && !leadsNowhere)
      await askForDemonstration({ projectId, promptId, database: transaction });
    if (blindRoundId) await concludeBlindComparison({ roundId: blindRoundId, database: transaction });
    if (submission.kind === "demonstrate") {
      const { comparisons: asComparison } = task.settings.demonstrate;
      await storeDemonstration({
        projectId,
        promptId,
        annotationId: answer.id,
        ...submission,
        asComparison,
        database: transaction,
      });
    }
    return answer;
  });
}

interface Found {
  /** Stored before with the same key. */
  earlier: { id: string; extra: boolean; taskId: string } | null;
  assignment: {
    id: string;
    shownOrder: string[];
    kind: TaskKind;
    status: TaskStatus;
    projectId: string;
    promptId: string;
    settings: unknown;
    turns: number;
    probed: boolean;
    isCheck: boolean;
    /** Of the round whose blind comparison it is part of. */
    blindRoundId: string | null;
  } | null;
  /** The person's current annotation of the task, which this one would revise. */
  currentId: string | null;
}

/** Everything to know before storing, in one round trip. */
async function look({ submission: { idempotencyKey }, taskId, userId, database }: Attempt): Promise<Found> {
  const statement = Prisma.sql`
    SELECT
      (SELECT to_json(found) FROM (
        SELECT id, extra, "taskId" FROM "Annotation"
        WHERE "userId" = ${userId} AND "idempotencyKey" = ${idempotencyKey}) AS found) AS earlier,
      (SELECT to_json(found) FROM (
        SELECT a.id, a."shownOrder", t.kind, t.status, t."projectId", t."promptId", project.settings,
          t."probedRule" IS NOT NULL AS probed, ${isCheck} AS "isCheck",
          CASE WHEN t.purpose = 'blind' THEN t."roundId" END AS "blindRoundId",
          (SELECT count(*) FROM "ConversationTurn" turn
            WHERE turn."assignmentId" = a.id AND turn."chosenId" IS NOT NULL) AS turns
        FROM "Assignment" a JOIN "Task" t ON t.id = a."taskId" JOIN "Project" project ON project.id = t."projectId"
        WHERE a."taskId" = ${taskId} AND a."userId" = ${userId}) AS found) AS assignment,
      (SELECT id FROM "Annotation"
        WHERE "taskId" = ${taskId} AND "userId" = ${userId} AND "supersededAt" IS NULL) AS "currentId"`;
  const [found] = await prepared<Found>(statement, database);
  return found!;
}
