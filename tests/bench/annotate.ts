/**
 * A closed loop of annotators without think time on a Postgres of its own: each claims a task, ranks its four
 * completions and submits, as fast as Attune answers. Afterwards the database is searched for duplicates and losses.
 * Needs a build (`npm run build`) unless it goes through the library.
 *
 *   npm run bench -- annotate [--tasks 500,1000000] [--annotators 1,8,32,128] [--seconds 10] [--overlap 1]
 *     [--through http | library] [--sign-in token | session] [--separate] [--warm-up 3000] [--profile FOLDER]
 *     [--training small | real] [--postgres NAME=VALUE]...
 *
 * `--separate` asks for each task by a request of its own instead of with the submission before. `--warm-up`: rankings
 * that nobody measures, in a project of their own, until the code is compiled. `--profile` writes a V8 profile of the web
 * process. `--training` has a round run beside all of it, at the trainer's low priority. `--postgres` sets what Postgres
 * is started with, to compare.
 */
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { applyMigrations } from "../../bin/migrations/deploy.mjs";
import { startPostgres } from "../../bin/start/postgres.mjs";
import { freePort } from "../../bin/start/processes.mjs";
import { processorTime } from "./annotation/processor-time.ts";
import { type Site, startSite } from "./annotation/site.ts";
import type { Training } from "./annotation/training.ts";

const { values: options } = parseArgs({
  options: {
    tasks: { type: "string", default: "500,1000000" },
    annotators: { type: "string", default: "1,8,32,128" },
    seconds: { type: "string", default: "10" },
    overlap: { type: "string", default: "1" },
    through: { type: "string", default: "http" },
    "sign-in": { type: "string", default: "token" },
    separate: { type: "boolean", default: false },
    "warm-up": { type: "string", default: "3000" },
    profile: { type: "string" },
    training: { type: "string" },
    postgres: { type: "string", multiple: true, default: [] },
  },
});
const numbers = (list: string) => list.split(",").map(Number);
const overlap = Number(options.overlap);

const folder = await mkdtemp(path.join(tmpdir(), "attune-bench-"));
await chmod(folder, 0o755);
const server = await startPostgres({
  folder: path.join(folder, "postgres"),
  port: await freePort(56_100),
  password: randomBytes(12).toString("hex"),
  logFile: path.join(folder, "postgres.log"),
  settings: Object.fromEntries(options.postgres.map((setting) => setting.split(/=(.*)/s, 2) as [string, string])),
});
const databaseUrl = server.url("postgres");
process.env.DATABASE_URL = databaseUrl;

// Only now: the library reads the environment when it is first used.
const { db } = await import("../../lib/db/client.ts");
const { createProject } = await import("../../lib/projects/create-project.ts");
const { fill, makeAnnotators } = await import("./annotation/fill.ts");
const { startTraining } = await import("./annotation/training.ts");
const { throughHttp, throughLibrary } = await import("./annotation/ways.ts");

const sessionSecret = randomBytes(32).toString("hex");
let site: Site | undefined;
let training: Training | undefined;

async function projectOf(tasks: number): Promise<string> {
  const { id } = await createProject({ actorId: null, name: `${tasks} tasks` });
  await fill(databaseUrl, id, tasks, overlap);
  return id;
}

async function run(projectId: string, count: number, seconds: number) {
  const annotators = await makeAnnotators(projectId, count);
  const way = site
    ? await throughHttp({
        projectId,
        port: site.port,
        annotators,
        sessionSecret: options["sign-in"] === "session" ? sessionSecret : null,
        next: !options.separate,
      })
    : throughLibrary(projectId);
  const claims: number[] = [];
  const submits: number[] = [];
  const accepted: string[] = [];
  const measure = () => ({
    client: process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000,
    web: site ? processorTime(site.pid) : 0,
    Postgres: processorTime(server.pid),
  });
  const before = measure();
  const started = performance.now();
  const until = started + seconds * 1000;
  await Promise.all(
    annotators.map(async (annotator) => {
      let start = performance.now();
      const lap = (times: number[]) => {
        times.push(performance.now() - start);
        start = performance.now();
      };
      let task = await way.claim(annotator);
      lap(claims);
      while (task) {
        const { id, next } = await way.submit(annotator, task);
        lap(submits);
        accepted.push(id);
        if (performance.now() > until) return;
        task = next === undefined ? await way.claim(annotator) : next;
        if (next === undefined) lap(claims);
      }
    }),
  );
  const elapsed = (performance.now() - started) / 1000;
  const after = measure();
  const spent = (["client", "web", "Postgres"] as const).map((which) => [
    which,
    Math.round((100 * (after[which] - before[which])) / accepted.length) / 100,
  ]);
  return {
    annotators: count,
    rankings: accepted.length,
    "rankings/s": Math.round(accepted.length / elapsed),
    "claim p50 / p95 ms": quantiles(claims),
    "submit p50 / p95 ms": quantiles(submits),
    "CPU ms a ranking": Object.fromEntries(spent),
    ...(training ? { "round beside": await training.where() } : {}),
    ...(await check(
      projectId,
      annotators.map(({ userId }) => userId),
      accepted,
    )),
  };
}

function quantiles(times: number[]): string {
  times.sort((a, b) => a - b);
  return [0.5, 0.95].map((share) => (times[Math.floor(share * (times.length - 1))] ?? 0).toFixed(1)).join(" / ");
}

/** What the database has of a run. `lost`: told to be stored and not there. `beyond overlap`: tasks with too many. */
async function check(projectId: string, userIds: string[], accepted: string[]) {
  const [row] = await db().$queryRaw<object[]>`
    WITH counted AS (
      SELECT "taskId", count(*) FILTER (WHERE NOT extra) AS counting, count(*) FILTER (WHERE extra) AS extra
      FROM "Annotation" WHERE "projectId" = ${projectId} AND "supersededAt" IS NULL GROUP BY "taskId"
    )
    SELECT
      ${accepted.length}::int - (SELECT count(*) FROM "Annotation" WHERE id = ANY(${accepted}))::int AS lost,
      (SELECT count(*) FROM "Annotation" WHERE "userId" = ANY(${userIds}))::int - ${accepted.length}::int AS unasked,
      count(*) FILTER (WHERE counting > ${overlap})::int AS "beyond overlap",
      coalesce(sum(extra), 0)::int AS extra,
      count(*) FILTER (WHERE coalesce(counting, 0) <> "annotationCount")::int AS "wrong counts"
    FROM "Task" t LEFT JOIN counted ON counted."taskId" = t.id WHERE t."projectId" = ${projectId}`;
  return row;
}

try {
  await applyMigrations(databaseUrl);
  if (options.through === "http") {
    const port = await freePort(4150);
    site = await startSite({ port, databaseUrl, sessionSecret, profileFolder: options.profile });
  }
  if (options.training) {
    const model = options.training === "real" ? "real" : "small";
    training = await startTraining({ folder, databaseUrl, model });
  }
  if (Number(options["warm-up"]) > 0)
    await run(await projectOf(Number(options["warm-up"])), 8, Number.POSITIVE_INFINITY);
  for (const tasks of numbers(options.tasks)) {
    let projectId: string | undefined;
    for (const annotators of numbers(options.annotators)) {
      // Few tasks run out: each run gets its own. Many are filled once.
      if (!projectId || tasks < 100_000) projectId = await projectOf(tasks);
      console.log(JSON.stringify({ tasks, ...(await run(projectId, annotators, Number(options.seconds))) }));
    }
  }
} finally {
  await training?.stop();
  await site?.stop();
  await db().$disconnect();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
