import { randomUUID } from "node:crypto";
import type { APIRequestContext, APIResponse } from "@playwright/test";
import { db } from "../../lib/db/client.ts";
import type { Person } from "./installation/people.ts";
import { addTasks, type TestProject } from "./installation/projects.ts";
import { addFailedRound } from "./installation/rounds.ts";
import { expect, test } from "./installation/test.ts";

type Visitor = Person | "nobody";
const visitors = ["installationAdmin", "admin", "researcher", "annotator", "outsider", "nobody"] as const;

const everybody: Visitor[] = ["installationAdmin", "admin", "researcher", "annotator", "outsider"];
const installationAdmins: Visitor[] = ["installationAdmin"];
const admins: Visitor[] = ["installationAdmin", "admin"];
const readers: Visitor[] = [...admins, "researcher"];
const annotators: Visitor[] = [...admins, "annotator"];
const members: Visitor[] = [...readers, "annotator"];

const pages: { path: string; allowed: Visitor[] }[] = [
  { path: "/projects", allowed: everybody },
  { path: "/account", allowed: everybody },
  { path: "/projects/new", allowed: installationAdmins },
  { path: "/admin/people", allowed: installationAdmins },
  { path: "/projects/ID", allowed: readers },
  { path: "/projects/ID/annotate", allowed: annotators },
  { path: "/projects/ID/annotate/history", allowed: annotators },
  { path: "/projects/ID/guidelines", allowed: members },
  { path: "/projects/ID/prompts", allowed: readers },
  { path: "/projects/ID/prompts/PROMPT", allowed: readers },
  { path: "/projects/ID/tasks", allowed: readers },
  { path: "/projects/ID/data", allowed: readers },
  { path: "/projects/ID/quality", allowed: readers },
  { path: "/projects/ID/quality/annotators", allowed: readers },
  { path: "/projects/ID/quality/flags", allowed: readers },
  { path: "/projects/ID/data/versions", allowed: readers },
  { path: "/projects/ID/data/export", allowed: readers },
  { path: "/projects/ID/rounds", allowed: readers },
  { path: "/projects/ID/rounds/ROUND", allowed: readers },
  { path: "/projects/ID/models", allowed: readers },
  { path: "/projects/ID/people", allowed: admins },
  { path: "/projects/ID/settings", allowed: admins },
  { path: "/projects/ID/audit", allowed: admins },
];

interface Call {
  method: "GET" | "POST";
  path: string;
  allowed: Visitor[];
  body?: unknown;
  /** What those who are allowed get, where it is not a success. */
  answer?: number;
}

const calls: Call[] = [
  { method: "GET", path: "/api/v1/projects", allowed: everybody },
  { method: "POST", path: "/api/v1/projects", allowed: installationAdmins, body: { name: "Made by the access test" } },
  { method: "POST", path: "/api/v1/projects/ID/imports?format=prompts", allowed: admins, body: { prompt: "Hello?" } },
  { method: "POST", path: "/api/v1/projects/ID/tasks/next", allowed: annotators, body: {} },
  { method: "GET", path: "/api/v1/projects/ID/export?format=ranked", allowed: readers },
  { method: "GET", path: "/api/v1/projects/ID/export?format=trl-preference", allowed: readers },
  { method: "GET", path: "/api/v1/projects/ID/rounds", allowed: readers },
  // There is nothing to learn from yet, and the round there has ended: allowed, but not now.
  { method: "POST", path: "/api/v1/projects/ID/rounds", allowed: admins, body: {}, answer: 422 },
  { method: "GET", path: "/api/v1/rounds/ROUND", allowed: readers },
  { method: "POST", path: "/api/v1/rounds/ROUND/cancel", allowed: admins, body: {}, answer: 409 },
  { method: "GET", path: "/api/v1/models", allowed: everybody },
  { method: "GET", path: "/api/v1/models?projectId=ID", allowed: readers },
  { method: "POST", path: "/api/annotate/projects/ID/next", allowed: annotators, body: {} },
];

/** Never end for those who are allowed. */
const streams: Call[] = [
  { method: "GET", path: "/api/v1/rounds/ROUND/events", allowed: readers },
  { method: "GET", path: "/api/events?projectId=ID", allowed: members },
];

for (const visitor of visitors) {
  test(`pages for ${visitor}`, async ({ project, pageOf, request }) => {
    const ids = await fill(project);
    const browser = visitor === "nobody" ? request : (await pageOf(visitor)).request;
    for (const { path, allowed } of pages) {
      const response = await browser.get(withIds(path, ids));
      const place = `${path} for ${visitor}`;
      if (visitor === "nobody") expect(response.url(), place).toContain("/sign-in");
      else expect(response.status(), place).toBe(allowed.includes(visitor) ? 200 : 404);
    }
  });

  test(`API for ${visitor}`, async ({ project, pageOf, request, baseURL }) => {
    const ids = await fill(project);
    const browser = visitor === "nobody" ? request : (await pageOf(visitor)).request;
    const refusedStreams = streams.filter(({ allowed }) => !allowed.includes(visitor));
    for (const call of [...calls, ...refusedStreams]) {
      const response = await send(browser, call, ids, baseURL!);
      const place = `${call.method} ${call.path} for ${visitor}: ${await shown(response)}`;
      if (!call.allowed.includes(visitor)) expect(response.status(), place).toBe(refusal(visitor, call));
      else if (call.answer) expect(response.status(), place).toBe(call.answer);
      else expect(response.ok(), place).toBe(true);
    }
  });
}

test("a form of another site can't act with somebody's session", async ({ project, pageOf }) => {
  const browser = (await pageOf("admin")).request;
  const call: Call = { method: "POST", path: "/api/v1/projects/ID/tasks/next", allowed: [], body: {} };
  const response = await send(browser, call, { ID: project.id }, "https://evil.example");
  expect(response.status()).toBe(401);
});

/** Members without the right learn that it is a matter of right; others do not learn that the project is there. */
function refusal(visitor: Visitor, { path }: Call): number {
  if (visitor === "nobody") return 401;
  return visitor === "outsider" && /ID|ROUND/.test(path) ? 404 : 403;
}

async function fill(project: TestProject): Promise<Record<string, string>> {
  await addTasks(project, [`Who may see this? ${randomUUID()}`]);
  const prompt = await db().prompt.findFirstOrThrow({ where: { projectId: project.id } });
  return { ID: project.id, PROMPT: prompt.id, ROUND: await addFailedRound(project) };
}

function withIds(path: string, ids: Record<string, string>): string {
  return path.replace(/\b[A-Z]{2,}\b/g, (name) => ids[name]!);
}

async function send(
  browser: APIRequestContext,
  { method, path, body }: Call,
  ids: Record<string, string>,
  origin: string,
): Promise<APIResponse> {
  const headers = { origin, "content-type": "application/json" };
  return await browser.fetch(withIds(path, ids), { method, headers, data: body && JSON.stringify(body) });
}

async function shown(response: APIResponse): Promise<string> {
  return `${response.status()} ${(await response.text()).slice(0, 200)}`;
}
