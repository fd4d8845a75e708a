import { existsSync, statfsSync } from "node:fs";
import { freemem, totalmem } from "node:os";
import { Command } from "commander";
import { db } from "../../lib/db/client.ts";
import { migrationNames } from "../migrations/deploy.mjs";
import { currentRun } from "../start/installation.mjs";
import { hasNativeTensors } from "../start/native-tensors.mjs";
import { cacheFolder, dataFolder, root } from "../start/places.mjs";
import { findTools } from "../start/requirements.mjs";
import { withInstallation } from "./installation.ts";

/** A part of the installation: what is there, or what is wrong with it and what to do. */
interface Finding {
  part: string;
  text: string;
  wrong?: boolean;
}

const diskWanted = 5e9;
const memoryWanted = 4e9;

export function doctor(): Command {
  return new Command("doctor")
    .description("which tensor backend, database, model and disk this installation has, and what is wrong")
    .action(examine);
}

/** Prints a line a part; the exit status is 1 where something is wrong. */
async function examine() {
  const checks = [checkSite, checkTools, checkTensors, checkDatabase, checkBaseModel, checkDisk, checkMemory];
  let wrong = 0;
  for (const check of checks) {
    const findings = await Promise.resolve()
      .then(check)
      .catch((error) => [{ part: check.name.replace("check", "").toLowerCase(), text: error.message, wrong: true }]);
    for (const finding of findings) {
      console.log(`${finding.wrong ? "✘" : "✔"} ${finding.part.padEnd(10)} ${finding.text}`);
      if (finding.wrong) wrong += 1;
    }
  }
  console.log(wrong === 0 ? "Nothing is wrong." : wrong === 1 ? "One thing is wrong." : `${wrong} things are wrong.`);
  if (wrong) process.exitCode = 1;
}

async function checkSite(): Promise<Finding[]> {
  const part = "site";
  const run = currentRun();
  if (!run) return [{ part, text: "not running; `npm start` starts it" }];
  if (!run.url) return [{ part, text: `starting (process ${run.pid})` }];
  const answer = await fetch(`${run.url}/api/v1/health`, { signal: AbortSignal.timeout(10_000) }).catch(
    () => undefined,
  );
  if (answer?.ok) return [{ part, text: `answers at ${run.url} (process ${run.pid})` }];
  return [
    { part, text: `runs (process ${run.pid}) but does not answer at ${run.url}: see ${dataFolder}/logs`, wrong: true },
  ];
}

function checkTools(): Finding[] {
  const { missing, advice } = findTools();
  if (missing.length === 0 || hasNativeTensors()) return [{ part: "tools", text: `Node ${process.versions.node}` }];
  return [{ part: "tools", text: `${missing.join(", ")} missing. To add: ${advice}`, wrong: true }];
}

async function checkTensors(): Promise<Finding[]> {
  const { tensorBackend } = await import("../../trainer/tensor/backend.ts");
  const { name, native, reason } = tensorBackend();
  if (native) return [{ part: "tensors", text: `${name}, native` }];
  const text = `${name}: ${reason}. Training is refused. \`node bin/setup-native.mjs\` sets the native library up.`;
  return [{ part: "tensors", text, wrong: true }];
}

async function checkDatabase(): Promise<Finding[]> {
  return await withInstallation(async () => {
    const url = new URL(process.env.DATABASE_URL!);
    const [{ version }] = await db().$queryRaw<
      [{ version: string }]
    >`SELECT current_setting('server_version') AS version`;
    const [{ size }] = await db().$queryRaw<[{ size: string }]>`
      SELECT pg_size_pretty(pg_database_size(current_database())) AS size`;
    const applied = await db().$queryRaw<{ name: string }[]>`
      SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL`;
    const names = new Set(applied.map(({ name }) => name));
    const pending = migrationNames().filter((name) => !names.has(name));
    const where = `PostgreSQL ${version} at ${url.hostname}:${url.port || 5432}${url.pathname}, ${size}`;
    return [
      pending.length === 0
        ? { part: "database", text: where }
        : {
            part: "database",
            text: `${where}: ${pending.length} migrations pending; \`npm start\` applies them`,
            wrong: true,
          },
      ...(await checkModels()),
      ...(await checkWork()),
    ];
  });
}

async function checkModels(): Promise<Finding[]> {
  const versions = await db().modelVersion.findMany({
    where: { weightsRemovedAt: null },
    select: { name: true, kind: true, state: true },
  });
  const active = versions.filter(({ state }) => state === "active").map(({ kind, name }) => `${kind} ${name}`);
  if (!versions.some(({ kind }) => kind === "base")) {
    return [
      {
        part: "models",
        text: "no base model is registered yet; sampler and trainer register it when they run",
        wrong: true,
      },
    ];
  }
  return [{ part: "models", text: `${versions.length} versions; active: ${active.join(", ") || "none"}` }];
}

async function checkWork(): Promise<Finding[]> {
  const [waiting, failed, running] = await Promise.all([
    db().generationJob.count({ where: { status: { in: ["queued", "running"] } } }),
    db().generationJob.count({ where: { status: "failed" } }),
    db().round.count({ where: { state: { in: ["queued", "running"] } } }),
  ]);
  const text = `${running} rounds under way, ${waiting} prompts wait for completions`;
  return [
    {
      part: "work",
      text: failed ? `${text}, ${failed} could not be answered: see ${dataFolder}/logs/sampler.log` : text,
      wrong: failed > 0,
    },
  ];
}

async function checkBaseModel(): Promise<Finding[]> {
  const { fetchBaseModel } = await import("../../trainer/weights/fetch-base-model.ts");
  const source = process.env.ATTUNE_BASE_MODEL || undefined;
  const { name, location, sha256 } = await fetchBaseModel({ source, cacheDirectory: cacheFolder });
  return [{ part: "model", text: `${name}, ${location}, SHA-256 ${sha256.slice(0, 12)}…` }];
}

function checkDisk(): Finding[] {
  return [dataFolder, cacheFolder].map((folder) => {
    const { bavail, bsize } = statfsSync(existsSync(folder) ? folder : root);
    const free = bavail * bsize;
    const text = `${(free / 1e9).toFixed(1)} GB free in ${folder}`;
    if (free >= diskWanted) return { part: "disk", text };
    return { part: "disk", text: `${text}: a round may need ${diskWanted / 1e9} GB`, wrong: true };
  });
}

function checkMemory(): Finding[] {
  const text = `${(freemem() / 1e9).toFixed(1)} of ${(totalmem() / 1e9).toFixed(1)} GB free`;
  if (totalmem() >= memoryWanted) return [{ part: "memory", text }];
  return [{ part: "memory", text: `${text}: training SmolLM2-135M needs about ${memoryWanted / 1e9} GB`, wrong: true }];
}
