import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "../env.ts";
import { PrismaClient } from "../generated/prisma/client.ts";

const shared = globalThis as unknown as { attuneDatabase?: PrismaClient };

function connect(): PrismaClient {
  const url = env().DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is not set. `npm start` sets it for the embedded Postgres.");
  const adapter = new PrismaPg({ connectionString: url, max: 20 }, { statementNameGenerator: nameOf });
  return new PrismaClient({ adapter });
}

/**
 * Statements that begin with this comment keep their plan on each connection: planning the few hot ones costs more than
 * running them. The others get no name, because Prisma's own vary without end.
 */
function nameOf({ sql }: { sql: string }): string {
  return sql.startsWith("/* prepared */") ? createHash("sha256").update(sql).digest("hex").slice(0, 32) : "";
}

/** The one Prisma client of this process; connects on first use, so that a build needs no database. */
export function db(): PrismaClient {
  shared.attuneDatabase ??= connect();
  return shared.attuneDatabase;
}

/** What a use case works on: the client, or the transaction it is part of. */
export type Database = Omit<PrismaClient, "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends">;
