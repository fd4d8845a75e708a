import { ranksOf } from "../agreement/judgements.ts";
import { clusteredShare } from "../agreement/share.ts";
import { rankingSchema } from "../annotations/ranking.ts";
import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { projectSettings } from "../projects/settings.ts";
import { agreementWithGold } from "./assess-annotators.ts";
import { getStanding } from "./get-standing.ts";
import { plantGold } from "./plant-check.ts";

interface Person {
  projectId: string;
  userId: string;
  database?: Database;
}

/**
 * For somebody whom a claim left without a task: takes them on in the qualification round, or closes it. True where a new
 * claim may find something. Throws FORBIDDEN with the reason where they must agree to a form first, did not pass, or
 * their work is left out.
 */
export async function qualify({ projectId, userId, database = db() }: Person): Promise<boolean> {
  const { excluded, consent, qualification } = await getStanding({ projectId, userId, database });
  if (excluded)
    throw new AppError("FORBIDDEN", "An admin has paused your work in this project.", { reason: "excluded" });
  if (consent)
    throw new AppError("FORBIDDEN", "Read and accept the consent form first.", {
      reason: "consent",
      formId: consent.id,
    });
  if (!qualification || qualification.state === "passed") return false;
  if (qualification.state === "failed") {
    throw new AppError("FORBIDDEN", "You did not pass this project's qualification tasks. An admin can let you in.", {
      reason: "qualification",
    });
  }
  const { done, held, of } = qualification;
  if (done + held < of) return await plantGold({ projectId, userId, database });
  if (held > 0) return false;
  return await closeQualification({ projectId, userId, database });
}

/** Compares the person's gold tasks with the known answers and writes down the outcome. */
async function closeQualification({ projectId, userId, database }: Required<Person>): Promise<boolean> {
  const project = await database.project.findUniqueOrThrow({ where: { id: projectId }, select: { settings: true } });
  const { qualificationAccuracy } = projectSettings.parse(project.settings).quality;
  const judged = await goldJudgements({ projectId, userId, database });
  const { share } = clusteredShare(judged);
  const passed = (share ?? 0) >= qualificationAccuracy;
  await inTransaction(database, async (transaction) => {
    const outcome = { passedAt: passed ? new Date() : null, accuracy: share, tasks: judged.length };
    const { count } = await transaction.qualification.createMany({
      data: { projectId, userId, ...outcome },
      skipDuplicates: true,
    });
    if (count === 0) return;
    await record({
      database: transaction,
      actorId: null,
      action: passed ? "annotator.pass" : "annotator.fail",
      projectId,
      targetType: "user",
      targetId: userId,
      detail: { accuracy: share, tasks: judged.length, needed: qualificationAccuracy },
    });
  });
  return true;
}

/** Of each gold task that somebody judged: known pairs right, of how many. */
async function goldJudgements({ projectId, userId, database }: Required<Person>): Promise<[number, number][]> {
  const rows = await database.annotation.findMany({
    where: { projectId, userId, supersededAt: null, task: { repeatOf: { gold: { isNot: null } } } },
    select: {
      ranking: true,
      shownOrder: true,
      task: { select: { repeatOf: { select: { gold: { select: { ranking: true } } } } } },
    },
  });
  return rows.map(({ ranking, shownOrder, task }) =>
    agreementWithGold(
      { ranks: ranksOf(rankingSchema.parse(ranking), shownOrder) },
      rankingSchema.parse(task.repeatOf!.gold!.ranking),
    ),
  );
}

/** Lets somebody into a project without, or in spite of, its qualification tasks. Throws NOT_FOUND for somebody unknown. */
export async function passQualification({
  projectId,
  userId,
  actorId,
  database = db(),
}: Person & { actorId: string }): Promise<void> {
  if (!(await database.user.findUnique({ where: { id: userId } }))) {
    throw new AppError("NOT_FOUND", "There is no such person.");
  }
  await inTransaction(database, async (transaction) => {
    const passed = { passedAt: new Date(), decidedById: actorId };
    await transaction.qualification.upsert({
      where: { projectId_userId: { projectId, userId } },
      create: { projectId, userId, tasks: 0, ...passed },
      update: passed,
    });
    await record({
      database: transaction,
      actorId,
      action: "annotator.letIn",
      projectId,
      targetType: "user",
      targetId: userId,
    });
  });
}
