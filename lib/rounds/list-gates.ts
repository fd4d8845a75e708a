import { type Database, db } from "../db/client.ts";
import type { GateOutcome } from "../generated/prisma/enums.ts";

/** A round's gates as the trainer left them. */
export async function listGates({
  roundId,
  database = db(),
}: {
  roundId: string;
  database?: Database;
}): Promise<{ name: string; outcome: GateOutcome }[]> {
  return await database.gate.findMany({ where: { roundId }, select: { name: true, outcome: true } });
}
