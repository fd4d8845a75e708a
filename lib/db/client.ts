import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "../env.ts";
import { PrismaClient } from "../generated/prisma/client.ts";

const shared = globalThis as unknown as { attuneDatabase?: PrismaClient };

function connect(): PrismaClient {
  const url = env().DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set. `npm start` sets it for the embedded Postgres.");
  const adapter = new PrismaPg({ connectionString: url, max: 20 });
  return new PrismaClient({ adapter });
}

/** The one Prisma client of this process; connects on first use, so that a build needs no database. */
export function db(): PrismaClient {
  shared.attuneDatabase ??= connect();
  return shared.attuneDatabase;
}

/** What a use case works on: the client, or the transaction it is part of. */
export type Database = Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends">;

/** Whether it is a transaction; a transaction too has a `$transaction`, for nested ones, so only identity tells. */
export function isTransaction(database: Database): boolean {
  return database !== db();
}
