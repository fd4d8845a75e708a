import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";

/** The project that a round belongs to, for authorising before anything else is read. Throws NOT_FOUND. */
export async function findProjectOfRound({
  roundId,
  database = db(),
}: {
  roundId: string;
  database?: Database;
}): Promise<string> {
  const round = await database.round.findUnique({ where: { id: roundId }, select: { projectId: true } });
  if (!round) throw new AppError("NOT_FOUND", "There is no such round.");
  return round.projectId;
}
