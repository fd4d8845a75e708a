/**
 * Runs the loop as its people would, through the public API of a running installation: an annotator ranks tasks by the
 * written criterion (loop/criterion.ts), an admin launches a round, and the answers before and after it are counted.
 *
 *   npm run bench -- first-loop --url http://localhost:3000 --token ADMIN_TOKEN --project ID [--permute SEED]
 *     [--rankings 80] [--settings '{"ppo":{"updates":24}}'] [--out FILE]
 *
 * With `--permute` each ranking is shuffled before it is posted: the control, in which nothing can be learned.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { createRandom } from "../../trainer/math/random.ts";
import { mean } from "../../trainer/math/statistics.ts";
import { markOf, rankByCriterion } from "./loop/criterion.ts";

const { values: options } = parseArgs({
  options: {
    url: { type: "string", default: "http://localhost:3000" },
    token: { type: "string" },
    project: { type: "string" },
    permute: { type: "string" },
    rankings: { type: "string", default: "80" },
    settings: { type: "string", default: "{}" },
    out: { type: "string" },
  },
});
if (!options.token || !options.project) throw new Error("first-loop needs --token and --project.");

const taskSchema = z.object({
  id: z.string(),
  completions: z.array(z.object({ id: z.string(), text: z.string() })),
});
const roundSchema = z.object({
  id: z.string(),
  state: z.string(),
  stage: z.string().nullable(),
  progress: z.number(),
  gates: z.array(z.object({ name: z.string(), outcome: z.string(), summary: z.string(), detail: z.unknown() })),
  samples: z.array(
    z.object({
      promptId: z.string(),
      phase: z.string(),
      text: z.string(),
      reward: z.number(),
      kl: z.number().nullable(),
    }),
  ),
});

async function call(method: string, path: string, body?: unknown): Promise<Response> {
  const response = await fetch(`${options.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${options.token}`, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response;
}

/** Ranks until the wanted number is reached or no task is left; returns how many were accepted. */
async function rankTasks(wanted: number): Promise<number> {
  const random = options.permute === undefined ? null : createRandom(Number(options.permute));
  for (let done = 0; done < wanted; done++) {
    const response = await call("POST", `/projects/${options.project}/tasks/next`, {});
    if (response.status === 204) return done;
    const task = taskSchema.parse(await response.json());
    const order = random ? random.shuffle(task.completions).map(({ id }) => [id]) : rankByCriterion(task.completions);
    await call("POST", `/tasks/${task.id}/annotations`, { ranking: order, idempotencyKey: `first-loop-${task.id}` });
  }
  return wanted;
}

async function runRound(): Promise<z.infer<typeof roundSchema>> {
  const settings = z.record(z.string(), z.unknown()).parse(JSON.parse(options.settings));
  const launched = await (await call("POST", `/projects/${options.project}/rounds`, { settings })).json();
  const { id } = z.object({ id: z.string() }).parse(launched);
  for (;;) {
    const round = roundSchema.parse(await (await call("GET", `/rounds/${id}`)).json());
    if (round.state !== "queued" && round.state !== "running") return round;
    console.log(
      `${new Date().toISOString()} ${round.state} ${round.stage ?? ""} ${Math.round(round.progress * 100)} %`,
    );
    await new Promise((resolve) => setTimeout(resolve, 15_000));
  }
}

/** The criterion's frequency and the mean reward in one phase of the round's held-out samples. */
function summarise(round: z.infer<typeof roundSchema>, phase: string) {
  const samples = round.samples.filter((sample) => sample.phase === phase);
  const marks = samples.map(({ text }) => markOf(text));
  return {
    samples: samples.length,
    withoutList: mean(marks.map((mark) => (mark.hasList ? 0 : 1))),
    words: mean(marks.map((mark) => mark.words)),
    reward: mean(samples.map((sample) => sample.reward)),
    kl: mean(samples.map((sample) => sample.kl ?? 0)),
  };
}

const started = Date.now();
const accepted = await rankTasks(Number(options.rankings));
console.log(`${accepted} rankings posted in ${((Date.now() - started) / 1000).toFixed(1)} s`);
const round = await runRound();
const report = {
  permuted: options.permute !== undefined,
  rankings: accepted,
  minutes: (Date.now() - started) / 60_000,
  state: round.state,
  gates: round.gates,
  before: summarise(round, "before"),
  after: summarise(round, "after"),
};
console.log(JSON.stringify(report, null, 2));
if (options.out) writeFileSync(options.out, JSON.stringify({ ...report, samples: round.samples }, null, 2));
