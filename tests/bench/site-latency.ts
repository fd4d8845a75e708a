/**
 * How quick the ranking page's requests are while something else goes on, a round for example: one annotator claims and
 * submits with a second's pause between, as a fast person would, until the time is over or no task is left.
 *
 *   npm run bench -- site-latency --url http://localhost:3000 --token TOKEN --project ID [--seconds 120]
 */
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { z } from "zod";
import { rankByCriterion } from "./loop/criterion.ts";

const { values: options } = parseArgs({
  options: {
    url: { type: "string", default: "http://localhost:3000" },
    token: { type: "string" },
    project: { type: "string" },
    seconds: { type: "string", default: "120" },
  },
});
if (!options.token || !options.project) throw new Error("site-latency needs --token and --project.");

const taskSchema = z.object({
  id: z.string(),
  completions: z.array(z.object({ id: z.string(), text: z.string() })),
});
const milliseconds = new Map<string, number[]>();

async function timed(name: string, method: string, path: string, body?: unknown): Promise<Response> {
  const began = performance.now();
  const response = await fetch(`${options.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${options.token}`, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${name}: ${response.status} ${await response.text()}`);
  // Until the last byte, as a browser needs it.
  const copy = response.clone();
  await response.arrayBuffer();
  milliseconds.set(name, [...(milliseconds.get(name) ?? []), performance.now() - began]);
  return copy;
}

const end = Date.now() + Number(options.seconds) * 1000;
while (Date.now() < end) {
  await timed("page", "GET", "/sign-in");
  const claimed = await timed("claim", "POST", `/api/v1/projects/${options.project}/tasks/next`, {});
  if (claimed.status === 204) {
    await wait(2000);
    continue;
  }
  const task = taskSchema.parse(await claimed.json());
  await wait(1000);
  const ranking = rankByCriterion(task.completions);
  await timed("submit", "POST", `/api/v1/tasks/${task.id}/annotations`, {
    ranking,
    idempotencyKey: `site-latency-${task.id}`,
  });
}
for (const [name, values] of milliseconds) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!);
  console.log(`${name}: ${sorted.length} requests, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`);
}
