import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { notify } from "../events/notify.ts";
import { Prisma } from "../generated/prisma/client.ts";

/**
 * Queues a failed or cancelled round again; it goes on from its last checkpoint, with the settings and the dataset it
 * had. Throws NOT_FOUND, or CONFLICT where it is in another state or another round of the project is under way.
 */
export async function resumeRound({
  roundId,
  actorId,
  database = db(),
}: {
  roundId: string;
  actorId: string | null;
  database?: Database;
}): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const round = await transaction.round.findUnique({ where: { id: roundId }, select: { projectId: true } });
    if (!round) throw new AppError("NOT_FOUND", "There is no such round.");
    const { projectId } = round;
    await transaction.$queryRaw`SELECT id FROM "Project" WHERE id = ${projectId} FOR NO KEY UPDATE`;
    const unfinished = await transaction.round.findFirst({
      where: { projectId, state: { in: ["queued", "running"] } },
      select: { number: true, state: true },
    });
    if (unfinished) throw new AppError("CONFLICT", `Round ${unfinished.number} is ${unfinished.state}; one at a time.`);
    const resumed = await transaction.round.updateMany({
      where: { id: roundId, state: { in: ["failed", "cancelled"] } },
      data: { state: "queued", attempts: 0, failure: Prisma.DbNull, cancelRequestedAt: null, finishedAt: null },
    });
    if (resumed.count === 0) throw new AppError("CONFLICT", "Only a failed or cancelled round can be resumed.");
    await record({
      database: transaction,
      actorId,
      action: "round.resume",
      projectId,
      targetType: "round",
      targetId: roundId,
    });
    await notify({ type: "round", projectId, id: roundId }, { database: transaction });
  });
}
