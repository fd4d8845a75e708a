import type { PrismaClient } from "../generated/prisma/client.ts";
import { type Database, isTransaction } from "./client.ts";

/** Runs work in a transaction: a new one, or the one that the caller's `database` already is. */
export async function inTransaction<Result>(
  database: Database,
  work: (transaction: Database) => Promise<Result>,
  options: { timeoutMilliseconds?: number } = {},
): Promise<Result> {
  if (isTransaction(database)) return await work(database);
  return await (database as PrismaClient).$transaction(work, {
    timeout: options.timeoutMilliseconds ?? 15_000,
    maxWait: 15_000,
  });
}
