/**
 * Three simulated annotators, one careful, one hasty, one who always takes the first answer, work through the same tasks
 * over the public API of a real site, with gold tasks and repeats among them. Then the quality read-out of the API is
 * printed: it has to tell them apart. Needs a build (`npm run build`).
 *
 *   npm run bench -- annotators [--tasks 200] [--gold 20] [--seconds 1.2] [--seed 1]
 *
 * `--seconds`: what a careful person takes for a task. Exits with 1 where the careful one is flagged, or another is not.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { applyMigrations } from "../../bin/migrations/deploy.mjs";
import { startPostgres } from "../../bin/start/postgres.mjs";
import { freePort } from "../../bin/start/processes.mjs";
import { createUniform } from "../../lib/agreement/bootstrap.ts";
import { startSite } from "./annotation/site.ts";
import { makeGold, people, questions, type Request, type Worked, work } from "./annotators/simulate.ts";

const { values: options } = parseArgs({
  options: {
    tasks: { type: "string", default: "200" },
    gold: { type: "string", default: "20" },
    seconds: { type: "string", default: "1.2" },
    seed: { type: "string", default: "1" },
  },
});
const uniform = createUniform(Number(options.seed));

const folder = await mkdtemp(path.join(tmpdir(), "attune-bench-"));
await chmod(folder, 0o755);
const server = await startPostgres({
  folder: path.join(folder, "postgres"),
  port: await freePort(56_100),
  password: randomBytes(12).toString("hex"),
  logFile: path.join(folder, "postgres.log"),
});
process.env.DATABASE_URL = server.url("postgres");

// Only now: the library reads the environment when it is first used.
const { db } = await import("../../lib/db/client.ts");
const { createUser } = await import("../../lib/auth/create-user.ts");
const { updateProject } = await import("../../lib/projects/update-project.ts");
const { createApiToken } = await import("../../lib/auth/create-api-token.ts");

await applyMigrations(server.url("postgres"));
const site = await startSite({
  port: await freePort(3510),
  databaseUrl: server.url("postgres"),
  sessionSecret: randomBytes(32).toString("hex"),
});

async function person(role: "admin" | "annotator", projectId: string | null) {
  const email = `${randomUUID()}@example.org`;
  const { id } = await createUser({ email, name: role, password: null, role, projectId, actorId: null });
  const { token } = await createApiToken({ userId: id, name: "bench" });
  return { id, request: requestWith(token) };
}

function requestWith(token: string): Request {
  return async (method, address, body) => {
    const answer = await fetch(`http://127.0.0.1:${site.port}/api/v1${address}`, {
      method,
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? null : await answer.json();
  };
}

interface Share {
  share: number | null;
  margin: number | null;
}
interface Interval {
  value: number;
  low: number;
  high: number;
}
interface Annotator {
  userId: string;
  judgements: number;
  gold: Share & { tasks: number };
  agreement: Share;
  consistency: Share & { tasks: number };
  bias: { correlation: Interval; first: { share: number } } | null;
  pace: { median: number; unread: number } | null;
  reliability: Interval | null;
  suspicions: { kind: string }[];
}

const percent = ({ share, margin }: Share) =>
  share === null ? "–" : `${Math.round(100 * share)} ± ${Math.round(100 * (margin ?? 0))} %`;
const interval = (given: Interval | undefined) =>
  given ? `${given.value.toFixed(2)} (${given.low.toFixed(2)} to ${given.high.toFixed(2)})` : "–";

/** Of random pairs of one check and one other task, how often the check took longer; ½ where time tells nothing. */
function timeTells(worked: readonly Worked[], checks: ReadonlySet<string>): number {
  const [given, others] = [true, false].map((isCheck) =>
    worked.filter(({ taskId }) => checks.has(taskId) === isCheck).map(({ milliseconds }) => milliseconds),
  ) as [number[], number[]];
  const wins = given.flatMap((one) => others.map((other) => (one > other ? 1 : one === other ? 0.5 : 0)));
  return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
}

try {
  const admin = await person("admin", null);
  const { id: projectId } = (await admin.request("POST", "/projects", {
    name: "Nearest numbers",
    settings: { overlap: 3 },
  })) as { id: string };
  const lines = questions(Number(options.tasks) + Number(options.gold), uniform);
  await admin.request("POST", `/projects/${projectId}/imports?format=prompts`, lines);
  await makeGold(admin.request, projectId, Number(options.gold));
  // Only now: the expert would be given gold tasks, too.
  const quality = { goldShare: 0.1, repeatShare: 0.05 };
  await updateProject({ projectId, actorId: admin.id, settings: { quality } });
  const started = performance.now();
  const workers = await Promise.all(
    people.map(async (simulated) => {
      const { id, request } = await person("annotator", projectId);
      return { simulated, id, worked: await work(request, projectId, simulated, Number(options.seconds), uniform) };
    }),
  );
  const checked = await db().task.findMany({ where: { projectId, repeatOfId: { not: null } }, select: { id: true } });
  const checks = new Set(checked.map(({ id }) => id));
  const { annotators } = (await admin.request("GET", `/projects/${projectId}/quality`)) as { annotators: Annotator[] };
  const rows = workers.map(({ simulated, id, worked }) => {
    const found = annotators.find(({ userId }) => userId === id)!;
    return {
      annotator: simulated.name,
      tasks: found.judgements,
      "gold right": `${percent(found.gold)} of ${found.gold.tasks} tasks`,
      agreement: percent(found.agreement),
      "places followed (τ)": interval(found.bias?.correlation),
      "first put first": `${Math.round(100 * (found.bias?.first.share ?? 0))} %`,
      "seconds a task": found.pace?.median.toFixed(2),
      "too fast to read": `${Math.round(100 * (found.pace?.unread ?? 0))} %`,
      "repeats alike": `${percent(found.consistency)} of ${found.consistency.tasks}`,
      "Crowd-BT reliability": interval(found.reliability ?? undefined),
      flags: found.suspicions.map(({ kind }) => kind).join(", ") || "none",
      "check slower than other": timeTells(worked, checks).toFixed(2),
    };
  });
  const columns = Object.keys(rows[0]!) as (keyof (typeof rows)[number])[];
  for (const column of columns) console.log(`| ${[column, ...rows.map((row) => row[column])].join(" | ")} |`);
  console.log(`${Math.round((performance.now() - started) / 1000)} s`);
  const flagged = rows.map(({ flags }) => flags !== "none");
  if (flagged.join() !== "false,true,true") process.exitCode = 1;
} finally {
  await site.stop();
  await db().$disconnect();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
