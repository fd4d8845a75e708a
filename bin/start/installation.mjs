import { randomBytes, randomInt } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { dataFolder, logFolder } from "./places.mjs";
import { freePort, isRunning, startedAt } from "./processes.mjs";

const installationFile = path.join(dataFolder, "installation.json");
const runFile = path.join(dataFolder, "run.json");

/**
 * What this installation keeps from run to run, readable by its owner only.
 * @typedef {{ port: number | null, samplerPort: number, postgresPort: number, postgresPassword: string, sessionSecret: string, samplerSecret: string, databaseUrl: string | null }} Installation
 */

/** @returns {Promise<Installation>} made on first use */
export async function openInstallation() {
  if (!existsSync(installationFile)) {
    save(installationFile, {
      port: null,
      // Taken minutes after it is chosen: two installations that start at the same time must not choose the same.
      samplerPort: await freePort(randomInt(20_000, 30_000)),
      postgresPort: await freePort(54_320),
      postgresPassword: secret(),
      sessionSecret: secret(),
      samplerSecret: secret(),
      databaseUrl: null,
    });
  }
  return readInstallation();
}

/** @returns {Installation | undefined} undefined where nothing was ever started */
export function readInstallation() {
  return existsSync(installationFile) ? JSON.parse(readFileSync(installationFile, "utf8")) : undefined;
}

/** @param {Installation} installation */
export function saveInstallation(installation) {
  save(installationFile, installation);
}

/** @typedef {{ pid: number, startTime: string, url: string | null, databaseUrl: string | null, children: { name: string, pid: number, startTime: string }[] }} Run */

/** The run that holds this installation now; undefined when none does. @returns {Run | undefined} */
export function currentRun() {
  const run = readRun();
  return run && isSame(run) ? run : undefined;
}

/**
 * Makes this process the one run of the installation; false when another is. What a killed run left running (the site,
 * trainer, sampler; not Postgres, which is taken over) is ended.
 */
export function takeRun() {
  const mine = `${runFile}.mine-${process.pid}`;
  save(mine, { pid: process.pid, startTime: startedAt(process.pid), url: null, databaseUrl: null, children: [] });
  try {
    // A link is made whole or refused: of two that start at the same moment one gets it.
    while (!tryLink(mine, runFile)) {
      if (currentRun()) return false;
      for (const child of readRun()?.children ?? []) if (isSame(child)) killGroup(child.pid, "SIGKILL");
      rmSync(runFile, { force: true });
    }
    return true;
  } finally {
    rmSync(mine, { force: true });
  }
}

function tryLink(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** @param {Partial<Run>} change */
export function updateRun(change) {
  save(runFile, { ...readRun(), ...change });
}

export function leaveRun() {
  rmSync(runFile, { force: true });
}

/** To a process and all it started. */
export function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

function readRun() {
  return existsSync(runFile) ? JSON.parse(readFileSync(runFile, "utf8")) : undefined;
}

function isSame({ pid, startTime }) {
  return isRunning(pid) && startedAt(pid) === startTime;
}

/** Whole or not at all: a reader never sees half a file. */
function save(file, content) {
  mkdirSync(logFolder, { recursive: true });
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(partial, file);
}

function secret() {
  return randomBytes(24).toString("base64url");
}
