import { setTimeout as pause } from "node:timers/promises";
import { db } from "./client.ts";

/** Whether the database answers within so many milliseconds. */
export async function isReachable(milliseconds = 3000): Promise<boolean> {
  const answer = db().$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  );
  return await Promise.race([answer, pause(milliseconds, false, { ref: false })]);
}
