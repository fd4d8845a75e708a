import { type Database, db } from "../db/client.ts";
import { newId } from "../db/new-id.ts";

/** Notes a sign-in. The id goes into the browser's cookie, which counts for as long as this row holds. */
export async function openSession({
  userId,
  provider,
  userAgent,
  database = db(),
}: {
  userId: string;
  /** `credentials`, or the provider's id. */
  provider: string;
  userAgent: string;
  database?: Database;
}): Promise<string> {
  const { id } = await database.session.create({
    data: { id: newId(), userId, provider, userAgent: userAgent.slice(0, 400) },
    select: { id: true },
  });
  return id;
}
