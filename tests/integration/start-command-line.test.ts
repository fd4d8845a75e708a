/** The `attune` command line, as a process, on a database of its own and on an embedded Postgres that is not running. */
import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "../../lib/db/client.ts";
import { ownDatabase } from "./postgres.ts";

const database = await ownDatabase();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "attune command line "));
  await chmod(folder, 0o755); // as root, Postgres runs as another user, who must get in
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Answer {
  status: number | null;
  stdout: string;
  stderr: string;
}

function attune(args: string[], { environment = {}, input = "" }: { environment?: object; input?: string } = {}) {
  const child = spawn(process.execPath, ["bin/attune.mjs", ...args], {
    env: { ...process.env, DATABASE_URL: database.url, ATTUNE_DATA_DIR: path.join(folder, "data"), ...environment },
  });
  child.stdin.end(input);
  const answer: Answer = { status: null, stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (answer.stdout += chunk));
  child.stderr.on("data", (chunk) => (answer.stderr += chunk));
  return new Promise<Answer>((resolve) => child.once("close", (status) => resolve({ ...answer, status })));
}

const lastLine = (text: string) => text.trimEnd().split("\n").at(-1)!;

test("adds people with a role and prints the API token as the last line", async () => {
  const added = await attune([
    ..."user add --email ada@example.org --role admin --password".split(" "),
    "correct horse battery",
    "--token",
  ]);
  expect(added).toMatchObject({ status: 0, stderr: "" });
  expect(lastLine(added.stdout)).toMatch(/^att_\S+$/);
  expect(await db().user.findUniqueOrThrow({ where: { email: "ada@example.org" } })).toMatchObject({
    installationRole: "admin",
    name: "ada",
  });

  const again = await attune("user add --email ada@example.org --role admin --password correct-horse".split(" "));
  expect(again.status).toBe(1);
  expect(again.stderr).toContain("already an account");
  expect(again.stderr).not.toMatch(/\n\s+at /);
  expect((await attune("user add --email eve@example.org --role owner".split(" "))).status).toBe(2);
});

test("resets a password and signs the person out everywhere", async () => {
  const before = await db().user.findUniqueOrThrow({ where: { email: "ada@example.org" } });
  const { status, stdout } = await attune("user reset --email ada@example.org".split(" "));
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Password: \S{16}$/m);
  const after = await db().user.findUniqueOrThrow({ where: { email: "ada@example.org" } });
  expect(after.passwordHash).not.toBe(before.passwordHash);
  expect(after.sessionVersion).toBe(before.sessionVersion + 1);

  const link = await attune("user reset --email ada@example.org --link".split(" "));
  expect(lastLine(link.stdout)).toMatch(/^http:\/\/localhost:\d+\/reset\/\S+$/);
});

test("adds a project, imports ranked answers all or none, and exports them", async () => {
  const project = lastLine((await attune(["project", "add", "--name", "Tea and coffee"])).stdout);
  const line = (prompt: string, ranks: number[]) =>
    JSON.stringify({
      prompt,
      completions: ranks.map((rank, place) => ({ text: `answer ${place} to ${prompt}`, rank })),
    });
  const file = path.join(folder, "ranked.jsonl");
  await writeFile(file, `${line("How hot?", [1, 2, 3])}\n${line("How long?", [2, 1, 2])}\n`);

  const imported = await attune(["import", "--project", "Tea and coffee", "--format", "ranked", file]);
  expect(imported).toMatchObject({ status: 0, stderr: "" });
  expect(imported.stdout).toContain("2 rankings");

  const bad = await attune(["import", "--project", project, "--format", "ranked", "-"], {
    input: `${line("How much?", [1, 2])}\nnot JSON\n`,
  });
  expect(bad.status).toBe(1);
  expect(bad.stderr).toMatch(/line 2: /);
  expect(await db().prompt.count({ where: { projectId: project } })).toBe(2);

  const pairs = await attune(["export", "--project", project, "--format", "trl-preference"]);
  expect(pairs.status).toBe(0);
  const parsed = pairs.stdout
    .trim()
    .split("\n")
    .map((text) => JSON.parse(text));
  expect(parsed).toHaveLength(3 + 2); // the tie of the second line is no preference
  expect(Object.keys(parsed[0]).sort()).toEqual(["chosen", "prompt", "rejected"]);
});

test("without an installation it says what to do", async () => {
  const answer = await attune(["project", "add", "--name", "Nowhere"], { environment: { DATABASE_URL: "" } });
  expect(answer.status).toBe(1);
  expect(answer.stderr).toContain("run `npm start` once");
});

test("starts the embedded Postgres of an installation that is not running, and stops it again", async () => {
  const environment = { DATABASE_URL: "", ATTUNE_DATA_DIR: path.join(folder, "stopped") };
  const make = spawn(
    process.execPath,
    ["-e", 'import("./bin/start/installation.mjs").then((module) => module.openInstallation())'],
    { env: { ...process.env, ...environment } },
  );
  await new Promise((resolve) => make.once("close", resolve));
  const first = await attune(["project", "add", "--name", "Kept"], { environment });
  expect(first).toMatchObject({ status: 0, stderr: "" });
  const second = await attune(["export", "--format", "ranked"], { environment });
  expect(second).toMatchObject({ status: 0, stdout: "", stderr: "" });
});
