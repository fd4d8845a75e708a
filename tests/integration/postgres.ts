/**
 * A real Postgres for the integration tests. vitest runs this file once before them (globalSetup); a test file then
 * takes a database of its own, fully migrated and empty, as its first act:
 *
 *   import { ownDatabase } from "./postgres.ts";
 *   const database = await ownDatabase();          // at the top of the file, before anything calls db()
 *   // database.url is also in process.env.DATABASE_URL, so `db()` and every use case work on it.
 *
 * It is dropped when the file ends. The server is the embedded one, on a free port and in a temporary folder, or the
 * one of TEST_DATABASE_URL, whose user must be allowed to create databases.
 */
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, inject } from "vitest";
import type { TestProject } from "vitest/node";
import { applyMigrations } from "../../bin/migrations/deploy.mjs";
import { startPostgres, withClient } from "../../bin/start/postgres.mjs";
import { freePort } from "../../bin/start/processes.mjs";
import { db } from "../../lib/db/client.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** URL of the server's `postgres` database. */
    serverUrl: string;
    /** Name of the migrated database that each test file copies. */
    templateDatabase: string;
  }
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export default async function setup(project: TestProject) {
  const folder = await mkdtemp(path.join(tmpdir(), "attune-test-"));
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? undefined : await startServer(folder);
  const serverUrl = given ?? server!.url("postgres");

  const templateDatabase = `attune_template_${randomBytes(4).toString("hex")}`;
  await withClient(serverUrl, (client) => client.query(`CREATE DATABASE "${templateDatabase}"`));
  await applyMigrations(withDatabase(serverUrl, templateDatabase));
  project.provide("serverUrl", serverUrl);
  project.provide("templateDatabase", templateDatabase);

  return async () => {
    if (given) await withClient(serverUrl, (client) => client.query(`DROP DATABASE "${templateDatabase}"`));
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

async function startServer(folder: string) {
  await chmod(folder, 0o755); // as root, Postgres runs as another user, who must get in
  return await startPostgres({
    folder: path.join(folder, "postgres"),
    port: await freePort(20_000 + Math.floor(Math.random() * 20_000)),
    password: randomBytes(12).toString("hex"),
    logFile: path.join(folder, "postgres.log"),
    // Nothing here outlives the run: no need to wait for the disk.
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
  });
}

/** A migrated, empty database for this test file; see the top of this file. */
export async function ownDatabase(): Promise<{ name: string; url: string }> {
  const serverUrl = inject("serverUrl");
  const name = `attune_test_${randomBytes(6).toString("hex")}`;
  const url = withDatabase(serverUrl, name);
  await withClient(serverUrl, (client) =>
    client.query(`CREATE DATABASE "${name}" TEMPLATE "${inject("templateDatabase")}"`),
  );
  process.env.DATABASE_URL = url;
  afterAll(async () => {
    await db().$disconnect();
    await withClient(serverUrl, (client) => client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`));
  });
  return { name, url };
}
