import { encode } from "next-auth/jwt";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { disableUser } from "../../lib/auth/disable-user.ts";
import { listApiTokens } from "../../lib/auth/list-api-tokens.ts";
import { listSessions } from "../../lib/auth/list-sessions.ts";
import { openSession } from "../../lib/auth/open-session.ts";
import { revokeApiToken } from "../../lib/auth/revoke-api-token.ts";
import { revokeSession } from "../../lib/auth/revoke-session.ts";
import { signOutEverywhere } from "../../lib/auth/sign-out-everywhere.ts";
import { db } from "../../lib/db/client.ts";
import { count } from "../../lib/http/rate-limit.ts";
import { call, expectError, tokenOf, tokensIn } from "./api.ts";
import { makeProject, makeTasks, makeUser } from "./make.ts";
import { ownDatabase } from "./postgres.ts";

await ownDatabase();
process.env.NEXTAUTH_SECRET = "a secret of these tests";
process.env.ATTUNE_REQUESTS_PER_MINUTE = "300";

let root: string;
let rootId: string;
beforeAll(async () => {
  rootId = (await makeUser({ role: "admin" })).id;
  root = await tokenOf(rootId);
});

let projectId: string;
let admin: string;
let researcher: string;
let annotator: string;
let annotatorId: string;
beforeEach(async () => {
  projectId = (await makeProject()).id;
  ({ admin, researcher, annotator, annotatorId } = await tokensIn(projectId));
});

describe("who may do what", () => {
  const cases: [string, "GET" | "POST", (id: string) => string, unknown, Record<string, number>][] = [
    [
      "make a project",
      "POST",
      () => "/projects",
      { name: "x" },
      { root: 201, admin: 403, researcher: 403, annotator: 403 },
    ],
    [
      "import",
      "POST",
      (id) => `/projects/${id}/imports?format=prompts`,
      '{"prompt":"x"}',
      { root: 201, admin: 201, researcher: 403, annotator: 403 },
    ],
    [
      "claim",
      "POST",
      (id) => `/projects/${id}/tasks/next`,
      {},
      { root: 204, admin: 204, researcher: 403, annotator: 204 },
    ],
    [
      "export",
      "GET",
      (id) => `/projects/${id}/export?format=ranked`,
      undefined,
      { root: 200, admin: 200, researcher: 200, annotator: 403 },
    ],
  ];
  test.each(cases)("%s", async (_what, method, path, body, expected) => {
    const tokens = { root, admin, researcher, annotator };
    const strangers = await tokenOf((await makeUser({ projectId: (await makeProject()).id, role: "admin" })).id);
    for (const [who, status] of Object.entries(expected)) {
      const answer = await call(method, path(projectId), { token: tokens[who as keyof typeof tokens], body });
      expect([who, answer.status]).toEqual([who, status]);
      if (status === 403) expectError(answer, 403, "FORBIDDEN");
    }
    expectError(await call(method, path(projectId), { body }), 401, "UNAUTHENTICATED");
    const strange = await call(method, path(projectId), { token: strangers, body });
    if (path("").startsWith("/projects/")) expectError(strange, 404, "NOT_FOUND");
    else expectError(strange, 403, "FORBIDDEN");
  });

  test("a researcher cannot submit, and nobody for another project's task", async () => {
    const [task] = await makeTasks(projectId, 1);
    const body = { ranking: [["x"]], idempotencyKey: "k" };
    expectError(await call("POST", `/tasks/${task!.id}/annotations`, { token: researcher, body }), 403, "FORBIDDEN");
    const elsewhere = await tokenOf((await makeUser({ projectId: (await makeProject()).id, role: "annotator" })).id);
    expectError(await call("POST", `/tasks/${task!.id}/annotations`, { token: elsewhere, body }), 404, "NOT_FOUND");
    expect(await db().annotation.count()).toBe(
      await db().annotation.count({ where: { projectId: { not: projectId } } }),
    );
  });

  test("a revoked token, a disabled person, a demoted one and a wrong token are refused at once", async () => {
    const path = `/projects/${projectId}/tasks/next`;
    expect((await call("POST", path, { token: annotator })).status).toBe(204);
    await db().membership.update({
      where: { userId_projectId: { userId: annotatorId, projectId } },
      data: { role: "researcher" },
    });
    expectError(await call("POST", path, { token: annotator }), 403, "FORBIDDEN");
    await disableUser({ userId: annotatorId, disabled: true, actorId: null });
    expectError(await call("POST", path, { token: annotator }), 401, "UNAUTHENTICATED");
    await disableUser({ userId: annotatorId, disabled: false, actorId: null });
    const [token] = await listApiTokens({ userId: annotatorId });
    await revokeApiToken({ tokenId: token!.id, userId: annotatorId });
    expectError(await call("POST", path, { token: annotator }), 401, "UNAUTHENTICATED");
    for (const wrong of ["att_nothing-that-was-ever-issued-here", "x"]) {
      const answer = await call("POST", path, { token: wrong });
      expectError(answer, 401, "UNAUTHENTICATED");
      expect(answer.headers.get("www-authenticate")).toContain("Bearer");
    }
    expectError(await call("POST", path, { headers: { authorization: "Basic abc" } }), 401, "UNAUTHENTICATED");
  });
});

test("who asks too often in a minute waits: for tasks, and for anything at all", async () => {
  const tooOften = { code: "RATE_LIMITED" };
  const use = async (limit: "claim" | "request") => {
    while (await count(limit, annotatorId).then(() => true));
  };
  await expect(use("claim")).rejects.toMatchObject(tooOften);
  const claimed = await call("POST", `/projects/${projectId}/tasks/next`, { token: annotator });
  expectError(claimed, 429, "RATE_LIMITED");
  expect(Number(claimed.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await call("GET", "/projects", { token: annotator })).status).toBe(200);
  await expect(use("request")).rejects.toMatchObject(tooOften);
  expectError(await call("GET", "/projects", { token: annotator }), 429, "RATE_LIMITED");
  expect((await call("GET", "/projects", { token: admin })).status).toBe(200);
});

describe("a session", () => {
  const cookieOf = async (id: string, sessionVersion = 0) => {
    const sessionId = await openSession({ userId: id, provider: "credentials", userAgent: "test" });
    const token = { id, sessionVersion, sessionId };
    return `theme=dark; next-auth.session-token=${await encode({ token, secret: process.env.NEXTAUTH_SECRET! })}`;
  };
  const path = () => `/projects/${projectId}/tasks/next`;

  test("reads like a token, and writes only from our own pages", async () => {
    const cookie = await cookieOf(annotatorId);
    const listed = await call("GET", "/projects", { headers: { cookie } });
    expect(listed.body.projects.map(({ id }: { id: string }) => id)).toEqual([projectId]);
    expectError(await call("POST", path(), { headers: { cookie } }), 401, "UNAUTHENTICATED");
    const elsewhere = { cookie, origin: "https://evil.example" };
    expectError(await call("POST", path(), { headers: elsewhere }), 401, "UNAUTHENTICATED");
    const here = { cookie, origin: "http://localhost:3000", host: "localhost:3000" };
    expect((await call("POST", path(), { headers: here })).status).toBe(204);
  });

  test("ends alone when it is revoked, by its owner only", async () => {
    const [phone, desk] = [await cookieOf(annotatorId), await cookieOf(annotatorId)];
    const [last, before] = await listSessions({ userId: annotatorId });
    await expect(revokeSession({ sessionId: last!.id, userId: rootId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await revokeSession({ sessionId: last!.id, userId: annotatorId });
    expectError(await call("GET", "/projects", { headers: { cookie: desk } }), 401, "UNAUTHENTICATED");
    expect((await call("GET", "/projects", { headers: { cookie: phone } })).status).toBe(200);
    expect((await listSessions({ userId: annotatorId })).map(({ id }) => id)).toContain(before!.id);
    await expect(revokeSession({ sessionId: last!.id, userId: annotatorId })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });

  test("ends with sign-out everywhere, and is worth nothing unsigned", async () => {
    const cookie = await cookieOf(annotatorId);
    await signOutEverywhere({ userId: annotatorId, actorId: rootId });
    expectError(await call("GET", "/projects", { headers: { cookie } }), 401, "UNAUTHENTICATED");
    expect((await call("GET", "/projects", { headers: { cookie: await cookieOf(annotatorId, 1) } })).status).toBe(200);
    const sessionId = await openSession({ userId: rootId, provider: "credentials", userAgent: "test" });
    const token = { id: rootId, sessionVersion: 0, sessionId };
    const forged = await encode({ token, secret: "somebody else's secret" });
    const headers = { cookie: `next-auth.session-token=${forged}` };
    expectError(await call("GET", "/projects", { headers }), 401, "UNAUTHENTICATED");
  });
});

describe("bad input", () => {
  test("not JSON, a wrong shape, a missing query, a body without end", async () => {
    expectError(await call("POST", "/projects", { token: root, body: "{oops" }), 400, "INVALID_INPUT");
    expectError(await call("POST", "/projects", { token: root, body: { name: 7 } }), 400, "INVALID_INPUT");
    expectError(await call("POST", "/projects", { token: root, body: { name: "a\0b" } }), 400, "INVALID_INPUT");
    const settings = { overlap: 99 };
    const wrong = await call("POST", "/projects", { token: root, body: { name: "x", settings } });
    expectError(wrong, 400, "INVALID_INPUT");
    expect(wrong.body.error.details.faults[0].path).toBe("body.settings.overlap");
    expectError(await call("GET", `/projects/${projectId}/export`, { token: admin }), 400, "INVALID_INPUT");
    expectError(await call("GET", `/projects/${projectId}/export?format=csv`, { token: admin }), 400, "INVALID_INPUT");
    const huge = JSON.stringify({ name: "x", description: "y".repeat(2 ** 20) });
    expectError(await call("POST", "/projects", { token: root, body: huge }), 413, "TOO_LARGE");
  });

  test("an import too large, and one with bad lines", async () => {
    const path = `/projects/${projectId}/imports?format=ranked`;
    expectError(await call("POST", path, { token: admin, body: " ".repeat(64 * 2 ** 20 + 1) }), 413, "TOO_LARGE");
    const bad = await call("POST", path, { token: admin, body: '{"prompt":"x"}\nnonsense\n' });
    expectError(bad, 400, "INVALID_INPUT");
    expect(bad.body.error.details).toEqual({
      faults: [
        { line: 1, reason: "completions: missing" },
        { line: 2, reason: "not JSON" },
      ],
      count: 2,
    });
    expect(await db().prompt.count({ where: { projectId } })).toBe(0);
  });

  test("rankings that do not fit, and tasks not held", async () => {
    await makeTasks(projectId, 1);
    const task = (await call("POST", `/projects/${projectId}/tasks/next`, { token: annotator })).body;
    const ids: string[] = task.completions.map(({ id }: { id: string }) => id);
    const path = `/tasks/${task.id}/annotations`;
    const submit = (ranking: unknown, token = annotator) =>
      call("POST", path, { token, body: { ranking, idempotencyKey: "k" } });
    expectError(await submit([["nobody"], ...ids.slice(1).map((id) => [id])]), 422, "UNPROCESSABLE");
    expectError(await submit(ids.slice(1).map((id) => [id])), 422, "UNPROCESSABLE");
    expectError(await submit([ids, [ids[0]]]), 422, "UNPROCESSABLE");
    expectError(await submit("abc"), 400, "INVALID_INPUT");
    expectError(
      await submit(
        ids.map((id) => [id]),
        admin,
      ),
      409,
      "CONFLICT",
    );
    expectError(await call("POST", "/tasks/nothing/annotations", { token: annotator, body: {} }), 400, "INVALID_INPUT");
    expectError(
      await call("POST", "/tasks/nothing/annotations", {
        token: annotator,
        body: { ranking: [ids], idempotencyKey: "k" },
      }),
      404,
      "NOT_FOUND",
    );
    expect(await db().annotation.count({ where: { projectId } })).toBe(0);
  });

  test("addresses and methods that are not there", async () => {
    expectError(await call("GET", "/nothing/here", { token: root }), 404, "NOT_FOUND");
    expectError(
      await call("GET", `/projects/${"x".repeat(200)}/export?format=ranked`, { token: root }),
      404,
      "NOT_FOUND",
    );
    expectError(await call("GET", "/projects/%00/export?format=ranked", { token: root }), 404, "NOT_FOUND");
    const wrong = await call("DELETE", "/projects", { token: root });
    expectError(wrong, 405, "METHOD_NOT_ALLOWED");
    expect(wrong.headers.get("allow")).toBe("GET, POST");
  });

  test("a failure of ours says nothing of its inside", async () => {
    const { endpoint } = await import("../../lib/http/api-route.ts");
    const { getHealth } = await import("../../lib/http/operations/installation.ts");
    const failing = endpoint(getHealth, async () => {
      throw await db().$queryRaw`SELECT * FROM nowhere`.catch((error) => error);
    });
    const { log } = captureErrors();
    const response = await failing(new Request("http://localhost/"), { params: Promise.resolve({}) });
    expectError({ status: response.status, headers: response.headers, body: await response.json() }, 500, "INTERNAL");
    expect(log()).toContain("nowhere");
  });
});

function captureErrors() {
  const logged: unknown[] = [];
  const original = console.error;
  console.error = (...parts) => {
    logged.push(...parts);
    console.error = original;
  };
  return { log: () => logged.map(String).join("\n") };
}
