import { type Database, db } from "../db/client.ts";

export interface ApiTokenLine {
  id: string;
  name: string;
  /** First characters of the token. */
  prefix: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** A person's API tokens that work, newest first. */
export async function listApiTokens({
  userId,
  database = db(),
}: {
  userId: string;
  database?: Database;
}): Promise<ApiTokenLine[]> {
  return await database.apiToken.findMany({
    where: { userId, revokedAt: null },
    orderBy: { id: "desc" },
    select: { id: true, name: true, prefix: true, createdAt: true, lastUsedAt: true },
  });
}
