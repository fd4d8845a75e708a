import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { withClient } from "../start/postgres.mjs";

const folder = new URL("../../prisma/migrations/", import.meta.url);
/** The advisory lock that Prisma Migrate takes: two deployments at once, ours or Prisma's, wait for each other. */
const advisoryLock = 72707369;

/**
 * Applies what prisma/migrations holds and the database lacks, each migration in one transaction, and records it in
 * Prisma's own table, so that `prisma migrate` agrees. Needs no engine, only SQL.
 * @param {string} url
 * @returns {Promise<string[]>} the names applied now
 * @throws Error naming the migration that failed; it left nothing behind
 */
export async function applyMigrations(url) {
  return await withClient(url, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [advisoryLock]);
    await client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
      id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
      migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
      started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`);
    const { rows } = await client.query(
      "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
    );
    const present = new Set(rows.map((row) => row.migration_name));
    const pending = migrationNames().filter((name) => !present.has(name));
    for (const name of pending) await applyOne(client, name);
    return pending;
  });
}

/** The folders of prisma/migrations, oldest first. */
export function migrationNames() {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function applyOne(client, name) {
  const sql = readFileSync(new URL(`${name}/migration.sql`, folder), "utf8");
  await client.query("BEGIN");
  try {
    await client.query(sql);
    await client.query(
      "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)",
      [randomUUID(), createHash("sha256").update(sql).digest("hex"), name],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw new Error(`Migration ${name} failed and was rolled back: ${error.message}`);
  }
}
