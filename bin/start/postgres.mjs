import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { postgresAccount, postgresPrograms, reachableFolder } from "./postgres-files.mjs";
import { freePort, isRunning } from "./processes.mjs";

const user = "attune";

/**
 * @typedef {object} Postgres
 * @property {number} port
 * @property {number} pid
 * @property {string} folder where the data really are: another than asked for where that is out of Postgres' reach
 * @property {boolean} adopted it was already running on this folder
 * @property {(database: string) => string} url
 * @property {Promise<void>} exited settles when the server is gone, for whatever reason
 * @property {() => Promise<void>} stop ends connections and waits for a clean shutdown, 6 s at most
 */

/**
 * Starts the embedded Postgres on a data folder (made on first use), or takes over the server that a killed run left
 * behind on it. It listens on 127.0.0.1 only, on the port or, where that is taken, the next free one.
 * @param {{ folder: string, port: number, password: string, logFile: string, settings?: Record<string, string> }} options
 * @returns {Promise<Postgres>}
 * @throws Error with the server's own last words where it does not come up
 */
export async function startPostgres({ folder: wanted, port: preferred, password, logFile, settings = {} }) {
  const account = postgresAccount();
  const folder = reachableFolder(wanted, account);
  const urlAt = (at) => (database) =>
    `postgresql://${user}:${password}@127.0.0.1:${at}/${encodeURIComponent(database)}`;

  const left = await leftOver(folder, urlAt);
  if (left) return { ...left, folder, url: urlAt(left.port), adopted: true, ...control(left.pid) };

  const programs = postgresPrograms(account);
  if (!existsSync(path.join(folder, "PG_VERSION"))) await initialise(programs.initdb, folder, password, account);

  // Another start may take the port in this moment, or a crashed server's last processes hold its memory: try again.
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(preferred);
    const url = urlAt(port);
    const { pid, exited } = launch(programs.postgres, folder, { port, ...settings }, account, logFile);
    if (await comesUp(pid, url("postgres"))) {
      return { port, pid, folder, url, adopted: false, ...control(pid, exited) };
    }
    await control(pid, exited).stop();
    if (attempt === 5) throw new Error(`Postgres did not start: ${lastLines(logFile)} (${logFile})`);
    await wait(500 * attempt);
  }
}

function launch(program, folder, settings, account, logFile) {
  const all = { listen_addresses: "127.0.0.1", unix_socket_directories: "", ...settings };
  const args = ["-D", folder, ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  const log = openSync(logFile, "w", 0o600);
  // A group of its own: Ctrl-C in the terminal must reach the supervisor only. A log file: a pipe would break with us.
  const child = spawn(program, args, { ...account, cwd: "/", detached: true, stdio: ["ignore", log, log] });
  closeSync(log);
  const exited = new Promise((resolve) => child.once("exit", () => resolve()).once("error", () => resolve()));
  return { pid: child.pid, exited };
}

async function comesUp(pid, url) {
  const deadline = Date.now() + 60_000;
  while (isRunning(pid) && Date.now() < deadline) {
    if (await answers(url)) return true;
    await wait(25);
  }
  return false;
}

/** A database of this name, made when it is not there. @param {string} url of the server's `postgres` database */
export async function ensureDatabase(url, name) {
  await withClient(url, async (client) => {
    const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (!rowCount) await client.query(`CREATE DATABASE "${name}"`);
  });
}

/**
 * Runs `work` with a connected client and closes it whatever happens.
 * @template T
 * @param {string} url
 * @param {(client: import("pg").Client) => Promise<T> | T} work
 * @returns {Promise<T>}
 */
export async function withClient(url, work) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on("error", () => {});
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

async function answers(url) {
  return await withClient(url, () => true).catch(() => false);
}

async function initialise(initdb, folder, password, account) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const passwordFile = `${folder}.password-${randomBytes(4).toString("hex")}`;
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  try {
    if (account) for (const place of [folder, passwordFile]) chownSync(place, account.uid, account.gid);
    const args = ["-D", folder, "-U", user, "-A", "scram-sha-256", `--pwfile=${passwordFile}`];
    args.push("--encoding=UTF8", "--locale=C", "--no-instructions");
    const child = spawn(initdb, args, { ...account, cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
    let words = "";
    child.stderr.on("data", (chunk) => {
      words += chunk;
    });
    const code = await new Promise((resolve) =>
      child.once("close", resolve).once("error", (error) => resolve(error.message)),
    );
    if (code !== 0) throw new Error(`initdb failed (${code}): ${words.trim().split("\n").slice(-3).join(" ")}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** The server that already runs on the folder, by its postmaster.pid; a stale file is removed. */
async function leftOver(folder, urlAt) {
  const lock = path.join(folder, "postmaster.pid");
  if (!existsSync(lock)) return undefined;
  const [pid, , , port] = readFileSync(lock, "utf8").split("\n").map(Number);
  if (!isRunning(pid, "postgres")) {
    rmSync(lock, { force: true });
    return undefined;
  }
  const deadline = Date.now() + 30_000;
  while (isRunning(pid, "postgres")) {
    if (await answers(urlAt(port)("postgres"))) return { pid, port };
    if (Date.now() > deadline)
      throw new Error(`Postgres (process ${pid}) holds ${folder} but does not answer on port ${port}.`);
    await wait(200);
  }
  return undefined;
}

function control(pid, exited = gone(pid)) {
  const stop = async () => {
    for (const [signal, seconds] of [
      ["SIGINT", 4], // fast shutdown: ends connections, writes a checkpoint
      ["SIGQUIT", 2], // immediate: recovers from its log at the next start
    ]) {
      if (isRunning(pid, "postgres")) process.kill(pid, signal);
      const deadline = Date.now() + seconds * 1000;
      while (isRunning(pid, "postgres") && Date.now() < deadline) await wait(20);
    }
  };
  return { exited, stop };
}

/** For a server that is not our child: nobody tells us when it ends. */
async function gone(pid) {
  while (isRunning(pid, "postgres")) await wait(500, undefined, { ref: false });
}

function lastLines(file) {
  return readFileSync(file, "utf8").trim().split("\n").slice(-2).join(" ");
}
