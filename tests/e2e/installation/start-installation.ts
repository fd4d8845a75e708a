import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { applyMigrations } from "../../../bin/migrations/deploy.mjs";
import { ensureDatabase, startPostgres } from "../../../bin/start/postgres.mjs";
import { freePort } from "../../../bin/start/processes.mjs";
import { db } from "../../../lib/db/client.ts";
import { writeTinyModel } from "../../../trainer/models/tiny-model.ts";
import { type StartedProcess, startNode, stopProcess, waitUntil } from "./processes.ts";

export interface Installation {
  /** Where the site answers. */
  url: string;
  stop(): Promise<void>;
}

/**
 * A whole Attune of its own: Postgres, the built web app, trainer and sampler as real processes, with a tiny random
 * model as the base, on free ports and in a temporary folder that goes when it stops. Sets the environment that
 * `lib` reads, so that the caller works on the same database.
 */
export async function startInstallation(): Promise<Installation> {
  const folder = await mkdtemp(path.join(tmpdir(), "attune-e2e-"));
  await chmod(folder, 0o755); // as root, Postgres runs as another user, who must get in
  const logs = path.join(folder, "logs");
  await mkdir(logs);
  const baseModel = path.join(folder, "tiny-model");
  await writeTinyModel(baseModel, { seed: 1, context: 512 });

  const postgres = await startPostgres({
    folder: path.join(folder, "postgres"),
    port: await freePort(port()),
    password: randomBytes(12).toString("hex"),
    logFile: path.join(logs, "postgres.log"),
    settings: { fsync: "off", synchronous_commit: "off", full_page_writes: "off" },
  });
  await ensureDatabase(postgres.url("postgres"), "attune");
  await applyMigrations(postgres.url("attune"));

  const webPort = await freePort(port());
  const url = `http://localhost:${webPort}`;
  Object.assign(process.env, {
    DATABASE_URL: postgres.url("attune"),
    ATTUNE_DATA_DIR: path.join(folder, "data"),
    ATTUNE_BASE_MODEL: baseModel,
    ATTUNE_SAMPLER_PORT: String(await freePort(port())),
    ATTUNE_SAMPLER_SECRET: randomBytes(16).toString("hex"),
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    NEXTAUTH_URL: url,
    // The test of single sign-on runs the provider there.
    AUTH_OIDC_ISSUER: `http://localhost:${await freePort(port())}`,
    AUTH_OIDC_CLIENT_ID: "attune",
    AUTH_OIDC_CLIENT_SECRET: randomBytes(16).toString("hex"),
  });

  const started: StartedProcess[] = [];
  const stop = async () => {
    await Promise.all(started.map((process) => stopProcess(process)));
    await db().$disconnect();
    await postgres.stop();
    if (!process.env.ATTUNE_E2E_KEEP) await rm(folder, { recursive: true, force: true });
  };
  try {
    const environment = { ...process.env, PORT: String(webPort) };
    const web = startNode("web", ["node_modules/next/dist/bin/next", "start"], environment, logs);
    const sampler = startNode("sampler", ["--import", "tsx", "trainer/sampler.ts"], environment, logs);
    const trainer = startNode("trainer", ["--import", "tsx", "trainer/worker.ts"], environment, logs);
    started.push(web, sampler, trainer);
    await waitUntil(web, "it answered", 30, async () => (await fetch(`${url}/api/v1/health`)).ok);
    await waitUntil(sampler, "the base model was there", 60, async () =>
      Boolean(await db().modelVersion.findFirst({ where: { kind: "base" } })),
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

function port(): number {
  return 20_000 + Math.floor(Math.random() * 20_000);
}
