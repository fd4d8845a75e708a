import { type Database, db } from "../db/client.ts";

/** A cookie nobody comes back with ends after this many days. */
export const sessionDays = 14;

export interface SessionLine {
  id: string;
  provider: string;
  userAgent: string;
  createdAt: Date;
  lastSeenAt: Date;
}

/** The browsers in which a person is signed in, last used first. */
export async function listSessions({
  userId,
  database = db(),
}: {
  userId: string;
  database?: Database;
}): Promise<SessionLine[]> {
  const since = new Date(Date.now() - sessionDays * 24 * 60 * 60_000);
  return await database.session.findMany({
    where: { userId, revokedAt: null, lastSeenAt: { gt: since } },
    orderBy: { lastSeenAt: "desc" },
    take: 100,
    select: { id: true, provider: true, userAgent: true, createdAt: true, lastSeenAt: true },
  });
}
