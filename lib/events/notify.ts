import { z } from "zod";
import { type Database, db } from "../db/client.ts";
import { Prisma } from "../generated/prisma/client.ts";

/** Something changed; whoever shows it reads it anew. */
export const eventSchema = z.object({
  type: z.enum(["round", "generation", "task", "model"]),
  projectId: z.string(),
  id: z.string(),
});

export type AttuneEvent = z.infer<typeof eventSchema>;

export const eventChannel = "attune";

/** Tells every listener, on any process, once the caller's transaction has committed. */
export async function notify(event: AttuneEvent, { database = db() }: { database?: Database } = {}): Promise<void> {
  await database.$executeRaw`SELECT ${notification(event)}`;
}

/** The same as an expression, for a statement that does its work and tells of it in one. */
export function notification(event: AttuneEvent): Prisma.Sql {
  return Prisma.sql`pg_notify(${eventChannel}, ${JSON.stringify(event)})`;
}
