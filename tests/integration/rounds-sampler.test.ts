import { type ChildProcess, spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { freePort } from "../../bin/start/processes.mjs";
import { completionId } from "../../lib/completions/completion-id.ts";
import { getGenerationProgress } from "../../lib/completions/get-generation-progress.ts";
import { requestGeneration } from "../../lib/completions/request-generation.ts";
import { db } from "../../lib/db/client.ts";
import { addPrompt } from "../../lib/prompts/add-prompt.ts";
import { makeProject } from "./make.ts";
import { ownDatabase } from "./postgres.ts";
import { ownTrainer, until } from "./rounds-fixture.ts";

await ownDatabase();
const { baseId } = await ownTrainer();

const secret = "a secret of this test";
let port = 0;
let sampler: ChildProcess;

function startSampler(): void {
  sampler = spawn(process.execPath, ["--import", "tsx", "trainer/sampler.ts"], {
    env: { ...process.env, ATTUNE_SAMPLER_PORT: String(port), ATTUNE_SAMPLER_SECRET: secret },
    stdio: ["ignore", "inherit", "inherit"],
  });
}

const call = (path: string, body?: object, authorization = `Bearer ${secret}`) =>
  fetch(`http://127.0.0.1:${port}${path}`, {
    method: body ? "POST" : "GET",
    headers: { authorization, "content-type": "application/json" },
    body: body ? JSON.stringify(body) : undefined,
  });

async function isReady(): Promise<boolean> {
  const health = await call("/health").catch(() => null);
  return health !== null && ((await health.json()) as { ready: boolean }).ready;
}

async function makePrompts(count: number, settings = {}): Promise<string> {
  const { id: projectId } = await makeProject({ sampling: { maxNewTokens: 24 }, ...settings });
  for (let place = 0; place < count; place++) {
    await addPrompt({ projectId, messages: [{ role: "user", content: `Question ${place}` }], actorId: null });
  }
  return projectId;
}

beforeAll(async () => {
  port = await freePort(43_000);
  startSampler();
  await until(isReady, "the sampler");
});
afterAll(async () => {
  const ended = new Promise((resolve) => sampler.once("exit", resolve));
  sampler.kill("SIGTERM");
  await ended;
});

describe("jobs", () => {
  test("each prompt gets its completions, different ones, and a task as soon as they are there", async () => {
    const projectId = await makePrompts(12);
    await until(async () => (await db().task.count({ where: { projectId, status: "open" } })) === 12, "12 tasks");
    const completions = await db().completion.findMany({ where: { projectId } });
    expect(completions).toHaveLength(48);
    const [one] = completions;
    expect(one).toMatchObject({ modelVersionId: baseId, tokenCount: expect.any(Number) });
    expect(one!.sampling).toMatchObject({ temperature: 0.8, topP: 0.95, maxNewTokens: 24, seed: expect.any(Number) });
    const seeds = completions.map(({ sampling }) => (sampling as { seed: number }).seed);
    expect(new Set(seeds).size).toBe(48);
    const tasks = await db().task.findMany({ where: { projectId }, include: { completions: true } });
    for (const task of tasks) expect(task.completions).toHaveLength(4);
    expect(await getGenerationProgress({ projectId })).toMatchObject({ pendingPrompts: 0, written: 0, failures: [] });
  });

  test("killed in the middle, it goes on without writing anything twice", async () => {
    const projectId = await makePrompts(10, { sampling: { maxNewTokens: 120 } });
    await until(async () => (await db().completion.count({ where: { projectId } })) >= 3, "the first completions");
    const before = await db().completion.findMany({ where: { projectId }, orderBy: { id: "asc" } });
    const ended = new Promise((resolve) => sampler.once("exit", resolve));
    sampler.kill("SIGKILL");
    await ended;
    // Nobody waits a minute for the lease in a test.
    await db().generationJob.updateMany({
      where: { projectId, status: "running" },
      data: { leaseExpiresAt: new Date(Date.now() - 1000) },
    });
    startSampler();
    await until(async () => (await db().task.count({ where: { projectId } })) === 10, "10 tasks");
    const after = await db().completion.findMany({ where: { projectId }, orderBy: { id: "asc" } });
    expect(after).toHaveLength(40);
    for (const { id, text, createdAt } of before) {
      expect(after.find((completion) => completion.id === id)).toMatchObject({ text, createdAt });
    }
    const jobs = await db().generationJob.findMany({ where: { projectId } });
    const expected = jobs.flatMap(({ id, count }) =>
      Array.from({ length: count }, (_, place) => completionId(id, place)),
    );
    expect(after.map(({ id }) => id)).toEqual(expected.sort());
  });

  test("what nobody has seen of an older version gives way; what somebody has seen stays", async () => {
    const projectId = await makePrompts(2);
    await until(async () => (await db().task.count({ where: { projectId } })) === 2, "2 tasks");
    const [seen, unseen] = await db().task.findMany({ where: { projectId }, orderBy: { id: "asc" } });
    await db().task.update({ where: { id: seen!.id }, data: { claims: 1 } });
    const policy = await db().modelVersion.create({
      data: {
        projectId,
        kind: "policy",
        number: 1,
        name: "Policy 1",
        state: "retired",
        parentId: baseId,
        weightsHash: "none",
        trunkHash: "none",
        path: "none.safetensors",
        bytes: 0,
        config: {},
      },
    });
    const promptIds = [seen!.promptId, unseen!.promptId];
    // The base again, as a stand-in for a version whose weights are there.
    await db().completion.updateMany({ where: { projectId }, data: { modelVersionId: policy.id } });
    await requestGeneration({ projectId, promptIds, modelVersionId: baseId });
    await until(async () => (await db().task.count({ where: { projectId } })) === 4, "4 tasks");
    const status = async (id: string) => (await db().task.findUniqueOrThrow({ where: { id } })).status;
    expect(await status(seen!.id)).toBe("open");
    expect(await status(unseen!.id)).toBe("cancelled");
  });

  test("says why a job cannot be done", async () => {
    const projectId = await makePrompts(1, { generateForNewPrompts: false });
    const { id: promptId } = await addPrompt({
      projectId,
      messages: [{ role: "user", content: "far too long ".repeat(100) }],
      actorId: null,
    });
    await requestGeneration({ projectId, promptIds: [promptId] });
    await until(async () => (await getGenerationProgress({ projectId })).failures.length === 1, "the failure");
    const [failed] = (await getGenerationProgress({ projectId })).failures;
    expect(failed!.reason).toContain("the model takes 256");
  });

  test("greedy answers are all alike: no task, and the reason", async () => {
    const projectId = await makePrompts(1, { sampling: { temperature: 0, maxNewTokens: 8 } });
    await until(
      async () => (await db().generationJob.count({ where: { projectId, status: "done" } })) === 1,
      "the job",
    );
    expect(await db().task.count({ where: { projectId } })).toBe(0);
    const job = await db().generationJob.findFirstOrThrow({ where: { projectId } });
    expect(job.error).toContain("Raise the temperature");
  });
});

describe("as an OpenAI-compatible server", () => {
  const messages = [{ role: "user", content: "Hello" }];
  const answer = z.object({
    id: z.string(),
    model: z.string(),
    choices: z.array(
      z.object({ message: z.object({ role: z.literal("assistant"), content: z.string() }), finish_reason: z.string() }),
    ),
    usage: z.object({ completion_tokens: z.number(), prompt_tokens: z.number() }),
  });

  test("answers, the same for the same seed, streamed or not", async () => {
    const request = { model: "active", messages, max_tokens: 20, seed: 7, n: 2 };
    const whole = answer.parse(await (await call("/v1/chat/completions", request)).json());
    expect(whole.model).toBe(baseId);
    expect(whole.choices).toHaveLength(2);
    expect(whole.choices[0]!.message.content).not.toBe(whole.choices[1]!.message.content);
    const streamed = await (await call("/v1/chat/completions", { ...request, stream: true })).text();
    const chunks = streamed
      .split("\n\n")
      .map((part) => part.replace("data: ", ""))
      .filter((part) => part.startsWith("{"))
      .map((part) => JSON.parse(part) as { choices: { index: number; delta: { content?: string } }[] });
    const texts = ["", ""];
    for (const { choices } of chunks) for (const { index, delta } of choices) texts[index] += delta.content ?? "";
    expect(texts).toEqual(whole.choices.map(({ message }) => message.content));
    expect(streamed.trimEnd().endsWith("data: [DONE]")).toBe(true);
  });

  test("cuts at a stop text", async () => {
    const request = { model: baseId, messages, max_tokens: 40, seed: 7 };
    const whole = answer.parse(await (await call("/v1/chat/completions", request)).json());
    const { content } = whole.choices[0]!.message;
    const stop = [...content].slice(5, 7).join("");
    const cut = answer.parse(await (await call("/v1/chat/completions", { ...request, stop })).json());
    expect(cut.choices[0]!.message.content).toBe(content.slice(0, content.indexOf(stop)));
    expect(cut.choices[0]!.finish_reason).toBe("stop");
  });

  test("lists its models, and refuses what it must", async () => {
    const { data } = (await (await call("/v1/models")).json()) as { data: { id: string }[] };
    expect(data.map(({ id }) => id)).toContain(baseId);
    expect((await call("/v1/models", undefined, "Bearer wrong")).status).toBe(401);
    expect((await call("/v1/chat/completions", { model: "nobody", messages })).status).toBe(404);
    expect((await call("/v1/chat/completions", { model: "active", messages: [] })).status).toBe(400);
    const long = [{ role: "user", content: "x".repeat(300) }];
    expect((await call("/v1/chat/completions", { model: "active", messages: long })).status).toBe(400);
    expect((await call("/nothing")).status).toBe(404);
  });
});
