import { createHash } from "node:crypto";
import pg from "pg";
import { env } from "../env.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import { type Database, isTransaction } from "./client.ts";

/** More would not be faster: each statement is short, and each connection is a process of Postgres. */
const connections = 10;

const shared = globalThis as unknown as { attunePreparedPool?: pg.Pool };

/**
 * Runs one of the few hot statements with a plan that its connection keeps, past Prisma. Planning them takes longer than
 * running them, and left to itself Postgres plans them anew each time, because it takes what it knows of the parameters
 * to be worth it. Where `database` is a transaction, the statement becomes part of that instead.
 */
export async function prepared<Row extends object>(statement: Prisma.Sql, database: Database): Promise<Row[]> {
  if (isTransaction(database)) return await database.$queryRaw<Row[]>(statement);
  shared.attunePreparedPool ??= connect();
  const { text, values } = statement;
  const { rows } = await shared.attunePreparedPool.query<Row>({ name: nameOf(text), text, values });
  return rows;
}

function connect(): pg.Pool {
  const pool = new pg.Pool({
    connectionString: env().DATABASE_URL,
    max: connections,
    options: "-c plan_cache_mode=force_generic_plan",
    types: { getTypeParser },
    // A process with nothing else to do need not wait for connections that are idle.
    allowExitOnIdle: true,
  });
  // An idle connection broke, as when Postgres starts again: the pool makes another one.
  pool.on("error", () => undefined);
  return pool;
}

/** Times are stored in UTC without a zone; no count that the hot statements return is beyond 2^53. */
function getTypeParser(type: number, format?: "text" | "binary") {
  if (type === pg.types.builtins.TIMESTAMP) return (value: string) => new Date(`${value.replace(" ", "T")}Z`);
  if (type === pg.types.builtins.INT8) return Number;
  return pg.types.getTypeParser(type, format as "text");
}

function nameOf(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
