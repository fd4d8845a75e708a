import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "../../lib/db/client.ts";
import { call, expectAsDocumented, expectError, tokenOf, tokensIn } from "./api.ts";
import { makeProject, makeUser } from "./make.ts";
import { ownDatabase } from "./postgres.ts";

await ownDatabase();

let root: string;
beforeAll(async () => {
  root = await tokenOf((await makeUser({ role: "admin" })).id);
});

let projectId: string;
let admin: string;
let researcher: string;
let annotator: string;
beforeEach(async () => {
  projectId = (await makeProject()).id;
  ({ admin, researcher, annotator } = await tokensIn(projectId));
});

describe("the way through", () => {
  test("from a new project to an export", async () => {
    const created = await call("POST", "/projects", {
      token: root,
      body: { name: "Kitchen", settings: { overlap: 2 } },
    });
    expect(created.status).toBe(201);
    expectAsDocumented("createProject", created);
    expect(created.body.settings).toMatchObject({ overlap: 2, completionsPerTask: 4 });
    const { id } = created.body;

    const listed = await call("GET", "/projects", { token: root });
    expectAsDocumented("listProjects", listed);
    expect(listed.body.projects).toContainEqual(expect.objectContaining({ id, role: "admin" }));

    const body = [
      {
        prompt: "How do I descale a kettle?",
        completions: [
          { text: "Vinegar.", model: "a" },
          { text: "Buy one.", model: "b" },
        ],
      },
      {
        prompt: "And a pan?",
        completions: [
          { text: "Salt.", model: "a", rank: 1 },
          { text: "No.", model: "b", rank: 2 },
        ],
      },
    ];
    const imported = await call("POST", `/projects/${id}/imports?format=prompts`, {
      token: root,
      body: body.map((line) => JSON.stringify(line)).join("\n"),
    });
    expect(imported.status).toBe(201);
    expectAsDocumented("importLines", imported);
    expect(imported.body).toMatchObject({ tasks: 1, rankings: 1 });

    const claimed = await call("POST", `/projects/${id}/tasks/next`, { token: root });
    expect(claimed.status).toBe(200);
    expectAsDocumented("claimNextTask", claimed);
    expect(claimed.body.messages).toEqual([{ role: "user", content: "How do I descale a kettle?" }]);
    const again = await call("POST", `/projects/${id}/tasks/next`, { token: root, body: { ahead: false } });
    expect(again.body.completions).toEqual(claimed.body.completions);

    const submission = {
      ranking: claimed.body.completions.map((completion: { id: string }) => [completion.id]),
      idempotencyKey: "once",
      comment: "fine",
    };
    const submitted = await call("POST", `/tasks/${claimed.body.id}/annotations`, { token: root, body: submission });
    expect(submitted.status).toBe(201);
    expectAsDocumented("submitAnnotation", submitted);
    const twice = await call("POST", `/tasks/${claimed.body.id}/annotations`, { token: root, body: submission });
    expect(twice).toMatchObject({ status: 201, body: submitted.body });
    expect(await db().annotation.count({ where: { taskId: claimed.body.id } })).toBe(1);

    const none = await call("POST", `/projects/${id}/tasks/next`, { token: root });
    expect(none).toMatchObject({ status: 204, body: "" });

    const exported = await call("GET", `/projects/${id}/export?format=trl-preference`, { token: root });
    expect(exported.status).toBe(200);
    expect(exported.headers.get("content-type")).toContain("application/jsonl");
    const lines = exported.body
      .trim()
      .split("\n")
      .map((line: string) => JSON.parse(line));
    expect(lines).toHaveLength(2);
    expect(lines).toContainEqual({
      prompt: [{ role: "user", content: "And a pan?" }],
      chosen: [{ role: "assistant", content: "Salt." }],
      rejected: [{ role: "assistant", content: "No." }],
    });
  });

  test("a round is launched, read and cancelled", async () => {
    await call("POST", `/projects/${projectId}/imports?format=ranked`, {
      token: admin,
      body: Array.from({ length: 20 }, (_, at) =>
        JSON.stringify({
          prompt: `Question ${at}`,
          completions: [
            { text: "x", rank: 1 },
            { text: "y", rank: 2 },
          ],
        }),
      ).join("\n"),
    });
    const rounds = `/projects/${projectId}/rounds`;
    expectError(await call("POST", rounds, { token: researcher }), 403, "FORBIDDEN");
    const unknown = { settings: { ppo: { updates: "many" } } };
    expectError(await call("POST", rounds, { token: admin, body: unknown }), 400, "INVALID_INPUT");
    const launched = await call("POST", rounds, { token: admin, body: { settings: { ppo: { updates: 3 } } } });
    expect(launched).toMatchObject({
      status: 201,
      body: { state: "queued", settings: { ppo: { updates: 3, epochs: 4 } } },
    });
    expectAsDocumented("launchRound", launched);
    expectError(await call("POST", rounds, { token: admin }), 409, "CONFLICT");
    const { id } = launched.body;
    const round = await call("GET", `/rounds/${id}`, { token: researcher });
    expect(round).toMatchObject({ status: 200, body: { state: "queued", stage: null, progress: 0, gates: [] } });
    expectAsDocumented("getRound", round);
    expectError(await call("GET", `/rounds/${id}`, { token: annotator }), 403, "FORBIDDEN");
    const listed = await call("GET", rounds, { token: researcher });
    expect(listed.body.rounds.map((each: { id: string }) => each.id)).toEqual([id]);
    expectAsDocumented("listRounds", listed);
    expectError(await call("POST", `/rounds/${id}/cancel`, { token: researcher }), 403, "FORBIDDEN");
    const cancelled = await call("POST", `/rounds/${id}/cancel`, { token: admin });
    expect(cancelled).toMatchObject({ status: 200, body: { state: "cancelled" } });
    expectAsDocumented("cancelRound", cancelled);
    expectError(await call("POST", `/rounds/${id}/cancel`, { token: admin }), 409, "CONFLICT");
    expectError(await call("GET", "/rounds/nothing", { token: admin }), 404, "NOT_FOUND");
  });

  test("models are listed to those who may see their project", async () => {
    const version = { number: 1, weightsHash: "w", trunkHash: "t", path: "p", bytes: 10n, config: {} };
    await db().modelVersion.create({
      data: { ...version, projectId, kind: "policy", name: "Policy 1", state: "active" },
    });
    const models = await call("GET", "/models", { token: researcher });
    expect(models.status).toBe(200);
    expectAsDocumented("listModels", models);
    expect(models.body.models).toMatchObject([{ name: "Policy 1", bytes: 10 }]);
    expect((await call("GET", "/models", { token: annotator })).body).toEqual({ models: [] });
    expectError(await call("GET", `/models?projectId=${projectId}`, { token: annotator }), 403, "FORBIDDEN");
  });

  test("health and the document need no token", async () => {
    const health = await call("GET", "/health");
    expect(health).toMatchObject({ status: 200, body: { status: "ok", database: "ok" } });
    expectAsDocumented("getHealth", health);
    expect(await call("GET", "/openapi.json")).toMatchObject({ status: 200, body: { openapi: "3.1.0" } });
  });
});

describe("the OpenAPI document", () => {
  test("describes every route, and its references lead somewhere", async () => {
    const { body } = await call("GET", "/openapi.json");
    const { readdir } = await import("node:fs/promises");
    const files = await readdir("app/api/v1", { recursive: true });
    const served = files
      .filter((file) => file.endsWith("route.ts") && !file.includes("[["))
      .map((file) => `/${file.replace(/\/route\.ts$/, "").replace(/\[(\w+)\]/g, "{$1}")}`);
    expect(Object.keys(body.paths).sort()).toEqual(served.sort());
    for (const [path, item] of Object.entries<Record<string, { parameters: { name: string; in: string }[] }>>(
      body.paths,
    )) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      for (const { parameters } of Object.values(item)) {
        expect(parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name)).toEqual(inPath);
      }
    }
    const references = [...JSON.stringify(body).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1]!);
    expect(references.length).toBeGreaterThan(0);
    for (const reference of references) {
      expect(
        reference.split("/").reduce((node, key) => node?.[key], body),
        reference,
      ).toBeDefined();
    }
  });
});
