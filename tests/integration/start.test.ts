/** `npm start` as its users meet it, on a data folder of its own and with a tiny model. Builds the web app if need be. */
import { type ChildProcess, spawn } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { withClient } from "../../bin/start/postgres.mjs";
import { freePort, isRunning } from "../../bin/start/processes.mjs";
import { writeTinyModel } from "../../trainer/models/tiny-model.ts";

interface Run {
  pid: number;
  url: string;
  databaseUrl: string;
  children: { name: string; pid: number }[];
}

let folder: string;
let environment: NodeJS.ProcessEnv;
const started = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "attune start "));
  await chmod(folder, 0o755); // as root, Postgres runs as another user, who must get in
  await writeTinyModel(path.join(folder, "tiny-model"), { seed: 1 });
  const { DATABASE_URL, npm_lifecycle_event, ...inherited } = process.env;
  environment = {
    ...inherited,
    ATTUNE_DATA_DIR: path.join(folder, "data"),
    ATTUNE_BASE_MODEL: path.join(folder, "tiny-model"),
    PORT: String(await freePort(20_000 + Math.floor(Math.random() * 20_000), "::")),
  };
});

afterEach(async () => {
  for (const child of started) if (child.exitCode === null && child.signalCode === null) await stop(child);
  started.clear();
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts it and waits until it says that everything runs. */
async function start(): Promise<{ child: ChildProcess; output: () => string; seconds: number }> {
  const began = performance.now();
  const { child, output } = spawnStart();
  await until(() => /Sampler and trainer run/.test(output()) || child.exitCode !== null, 120, output);
  expect(output()).toContain("Attune is up at");
  return { child, output, seconds: (performance.now() - began) / 1000 };
}

function spawnStart() {
  const child = spawn(process.execPath, ["bin/start.mjs"], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  started.add(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (text += chunk));
  return { child, output: () => text };
}

async function stop(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<number> {
  const began = performance.now();
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await ended;
  return (performance.now() - began) / 1000;
}

async function currentRun(): Promise<Run> {
  return JSON.parse(await readFile(path.join(folder, "data/run.json"), "utf8"));
}

async function until(condition: () => boolean | Promise<boolean>, seconds: number, told: () => string) {
  const deadline = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s:\n${told()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function postgresPid(): Promise<number> {
  return Number((await readFile(path.join(folder, "data/postgres/postmaster.pid"), "utf8")).split("\n")[0]);
}

async function countUsers(url: string): Promise<number> {
  return await withClient(url, async (client) =>
    Number((await client.query('SELECT count(*) FROM "User"')).rows[0].count),
  );
}

async function answers(url: string): Promise<boolean> {
  return await fetch(`${url}/api/v1/health`).then(
    (response) => response.ok,
    () => false,
  );
}

test("the first start names the admin once; SIGTERM ends all of it within 10 s; the second keeps data and is quick", async () => {
  const first = await start();
  expect(first.output()).toMatch(/Sign in as admin@attune\.local with the password \S{16}/);
  const run = await currentRun();
  expect(await answers(run.url)).toBe(true);
  expect(await countUsers(run.databaseUrl)).toBe(1);
  const secretFile = await stat(path.join(folder, "data/installation.json"));
  expect(secretFile.mode & 0o777).toBe(0o600);
  const postgres = await postgresPid();

  expect(await stop(first.child)).toBeLessThan(10);
  expect(first.child.exitCode).toBe(0);
  for (const pid of [postgres, ...run.children.map((child) => child.pid)]) expect(isRunning(pid)).toBe(false);

  const second = await start();
  expect(second.output()).not.toContain("password");
  const [, seconds] = /Attune is up at \S+ \((\S+) s\)/.exec(second.output()) ?? [];
  expect(Number(seconds)).toBeLessThan(5);
  expect(await countUsers((await currentRun()).databaseUrl)).toBe(1);
});

test("a second start beside a running one says where that is and leaves it alone", async () => {
  const { child } = await start();
  const { url } = await currentRun();
  const second = spawnStart();
  await until(() => second.child.exitCode !== null, 10, second.output);
  expect(second.output()).toContain(`already running at ${url}`);
  expect(child.exitCode).toBeNull();
  expect(await answers(url)).toBe(true);
});

test("a child or the database that is killed comes back", async () => {
  const { output } = await start();
  const { url, databaseUrl, children } = await currentRun();
  process.kill(children.find((child) => child.name === "web")!.pid, "SIGKILL");
  await until(() => /web ended \(SIGKILL\)/.test(output()), 10, output);
  process.kill(await postgresPid(), "SIGKILL");
  await until(() => /Postgres ended/.test(output()), 10, output);
  await until(async () => (await answers(url)) && (await countUsers(databaseUrl).catch(() => 0)) === 1, 30, output);
});

test("after the supervisor was killed its children end, and the next start takes over its Postgres", async () => {
  const { child } = await start();
  const { children, databaseUrl } = await currentRun();
  const postgres = await postgresPid();
  await stop(child, "SIGKILL");
  await until(
    () => children.every(({ pid }) => !isRunning(pid)),
    20,
    () => JSON.stringify(children),
  );
  expect(isRunning(postgres)).toBe(true);

  const next = await start();
  expect(next.output()).toContain("left running by an earlier start");
  expect(await postgresPid()).toBe(postgres);
  expect(await countUsers(databaseUrl)).toBe(1);
  expect(await stop(next.child)).toBeLessThan(10);
  expect(isRunning(postgres)).toBe(false);
});
