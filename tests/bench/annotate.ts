/**
 * A closed loop of annotators without think time on a Postgres of its own: each claims a task, ranks its four
 * completions and submits, as fast as the library answers. Afterwards the database is searched for duplicates and losses.
 *
 *   npm run bench -- annotate [--tasks 1000,100000] [--annotators 1,8,32] [--seconds 10] [--overlap 1] [--explain]
 */
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { applyMigrations } from "../../bin/migrations/deploy.mjs";
import { startPostgres } from "../../bin/start/postgres.mjs";
import { freePort } from "../../bin/start/processes.mjs";

const { values: options } = parseArgs({
  options: {
    tasks: { type: "string", default: "1000,100000" },
    annotators: { type: "string", default: "1,8,32" },
    seconds: { type: "string", default: "10" },
    overlap: { type: "string", default: "1" },
  },
});
const numbers = (list: string) => list.split(",").map(Number);

const folder = await mkdtemp(path.join(tmpdir(), "attune-bench-"));
await chmod(folder, 0o755);
const server = await startPostgres({
  folder: path.join(folder, "postgres"),
  port: await freePort(56_100),
  password: randomUUID(),
  logFile: path.join(folder, "postgres.log"),
});
process.env.DATABASE_URL = server.url("postgres");

// Only now: the library reads the environment when it is first used.
const { db } = await import("../../lib/db/client.ts");
const { createProject } = await import("../../lib/projects/create-project.ts");
const { claimTask } = await import("../../lib/tasks/claim-task.ts");
const { submitAnnotation } = await import("../../lib/annotations/submit-annotation.ts");

/** Tasks with four completions each, made inside the database. */
async function fill(projectId: string, count: number, overlap: number) {
  const id = (kind: string, parts = "n") => `md5('${projectId} ${kind} ' || ${parts})`;
  const tasks = `generate_series(1, ${count}) AS n`;
  const statements = [
    `INSERT INTO "Prompt" (id, "projectId", messages, "contentHash", "splitKey", split, tags)
     SELECT ${id("prompt")}, '${projectId}', '[{"role": "user", "content": "How are you?"}]', n, n, 'train', '{}' FROM ${tasks}`,
    `INSERT INTO "Task" (id, "projectId", "promptId", overlap, "createdAt")
     SELECT ${id("task")}, '${projectId}', ${id("prompt")}, ${overlap}, now() + n * interval '1 millisecond' FROM ${tasks}`,
    `INSERT INTO "Completion" (id, "projectId", "promptId", text)
     SELECT ${id("completion", "n || ' ' || k")}, '${projectId}', ${id("prompt")}, repeat('An answer. ', 40)
     FROM ${tasks}, generate_series(1, 4) AS k`,
    `INSERT INTO "TaskCompletion" ("taskId", "completionId", position)
     SELECT ${id("task")}, ${id("completion", "n || ' ' || k")}, k FROM ${tasks}, generate_series(1, 4) AS k`,
    `ANALYZE`,
  ];
  for (const statement of statements) await db().$executeRawUnsafe(statement);
}

async function makePeople(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await db().user.createMany({ data: ids.map((id) => ({ id, email: `${id}@example.org`, name: "Bench" })) });
  return ids;
}

const quantile = (sorted: number[], share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;

/** Processor milliseconds that this process and the database's have used so far: says more than rates on a busy machine. */
function processorTime(): { node: number; postgres: number } {
  const ticks = readdirSync("/proc").flatMap((id) => {
    if (!/^\d+$/.test(id)) return [];
    try {
      const fields = readFileSync(`/proc/${id}/stat`, "utf8").split(") ")[1]!.split(" ");
      return Number(fields[1]) === server.pid ? [Number(fields[11]) + Number(fields[12])] : [];
    } catch {
      return []; // gone since the folder was listed
    }
  });
  const { user, system } = process.cpuUsage();
  return { node: (user + system) / 1000, postgres: 10 * ticks.reduce((sum, each) => sum + each, 0) };
}

async function run(projectId: string, annotators: number, seconds: number, overlap: number) {
  const claims: number[] = [];
  const submits: number[] = [];
  const people = await makePeople(annotators);
  const before = processorTime();
  const started = performance.now();
  const until = started + seconds * 1000;
  await Promise.all(
    people.map(async (userId) => {
      while (performance.now() < until) {
        const start = performance.now();
        const task = await claimTask({ projectId, userId });
        if (!task) return;
        const claimed = performance.now();
        await submitAnnotation({
          taskId: task.id,
          userId,
          ranking: task.completions.map(({ id }) => [id]),
          idempotencyKey: randomUUID(),
        });
        claims.push(claimed - start);
        submits.push(performance.now() - claimed);
      }
    }),
  );
  const elapsed = (performance.now() - started) / 1000;
  const after = processorTime();
  const perRanking = (which: "node" | "postgres") => ((after[which] - before[which]) / submits.length).toFixed(1);
  for (const times of [claims, submits]) times.sort((a, b) => a - b);
  const [{ wrong }] = await db().$queryRaw<[{ wrong: number }]>`
    SELECT count(*)::int AS wrong FROM "Task" t WHERE t."projectId" = ${projectId} AND (
      t."annotationCount" > ${overlap} OR t."annotationCount" <> (
        SELECT count(*) FROM "Annotation" a WHERE a."taskId" = t.id AND NOT a.extra))`;
  const stored = await db().annotation.count({ where: { projectId, userId: { in: people } } });
  const milliseconds = (times: number[]) => [0.5, 0.95].map((share) => quantile(times, share).toFixed(1)).join(" / ");
  return {
    annotators,
    "rankings/s": Math.round(submits.length / elapsed),
    "claim p50 / p95 ms": milliseconds(claims),
    "submit p50 / p95 ms": milliseconds(submits),
    "CPU ms a ranking": `${perRanking("node")} node, ${perRanking("postgres")} Postgres`,
    lost: submits.length - stored,
    "wrong counts": wrong,
  };
}

try {
  await applyMigrations(process.env.DATABASE_URL);
  const overlap = Number(options.overlap);
  for (const tasks of numbers(options.tasks)) {
    for (const annotators of numbers(options.annotators)) {
      const { id } = await createProject({ actorId: null, name: `${tasks} tasks` });
      await fill(id, tasks, overlap);
      console.log(JSON.stringify({ tasks, ...(await run(id, annotators, Number(options.seconds), overlap)) }));
    }
  }
} finally {
  await db().$disconnect();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
