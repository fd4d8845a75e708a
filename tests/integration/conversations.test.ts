import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../bin/start/processes.mjs";
import { submitAnnotation } from "../../lib/annotations/submit-annotation.ts";
import { chooseAnswer } from "../../lib/conversations/choose-answer.ts";
import { listTurns } from "../../lib/conversations/list-turns.ts";
import { say } from "../../lib/conversations/say.ts";
import { db } from "../../lib/db/client.ts";
import { env } from "../../lib/env.ts";
import type { ProjectInput } from "../../lib/projects/create-project.ts";
import { addPrompt } from "../../lib/prompts/add-prompt.ts";
import { claimTask } from "../../lib/tasks/claim-task.ts";
import { makeTasks } from "../../lib/tasks/make-tasks.ts";
import { makeAnnotators, makeProject } from "./make.ts";
import { ownDatabase } from "./postgres.ts";
import { ownTrainer, until } from "./rounds-fixture.ts";

await ownDatabase();
const { baseId } = await ownTrainer();

let sampler: ChildProcess;
beforeAll(async () => {
  const port = await freePort(43_500);
  const secret = "a secret of this test";
  Object.assign(env(), { ATTUNE_SAMPLER_PORT: port, ATTUNE_SAMPLER_SECRET: secret });
  sampler = spawn(process.execPath, ["--import", "tsx", "trainer/sampler.ts"], {
    env: { ...process.env, ATTUNE_SAMPLER_PORT: String(port), ATTUNE_SAMPLER_SECRET: secret },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const isReady = async () => {
    const health = await fetch(`http://127.0.0.1:${port}/health`).catch(() => null);
    return health !== null && ((await health.json()) as { ready: boolean }).ready;
  };
  await until(isReady, "the sampler");
});
afterAll(async () => {
  const ended = new Promise((resolve) => sampler.once("exit", resolve));
  sampler.kill("SIGTERM");
  await ended;
});

async function conversation(settings: ProjectInput["settings"] = {}) {
  const { id: projectId } = await makeProject({
    kinds: ["converse"],
    generateForNewPrompts: false,
    sampling: { maxNewTokens: 12, temperature: 1 },
    ...settings,
  });
  const userId = (await makeAnnotators(projectId, 1))[0]!.id;
  await addPrompt({ projectId, messages: [{ role: "user", content: `Hello ${randomUUID()}` }], actorId: null });
  await makeTasks({ projectId, kind: "converse", promptIds: null, actorId: null });
  const { id: taskId, probedRule } = (await claimTask({ projectId, userId }))!;
  const pieces: string[] = [];
  const onText = (position: number, piece: string) => {
    pieces[position] = (pieces[position] ?? "") + piece;
  };
  return {
    projectId,
    userId,
    taskId,
    probedRule,
    pieces,
    say: (number: number, text = "") =>
      say({ taskId, userId, number, text, signal: AbortSignal.timeout(30_000), onText }),
    choose: (number: number, chosenId: string, tie = false) =>
      chooseAnswer({ taskId, userId, number, chosenId, tie, activeSeconds: 3 }),
    end: (verdict: "broken" | null = null) =>
      submitAnnotation({ kind: "converse", verdict, taskId, userId, idempotencyKey: randomUUID() }),
  };
}

test("two answers stream in, the chosen one goes on, and each choice is a comparison", async () => {
  const { projectId, userId, taskId, pieces, say: speak, choose, end } = await conversation();
  await expect(end()).rejects.toMatchObject({
    code: "UNPROCESSABLE",
    message: expect.stringMatching(/Nothing has been said/),
  });
  const first = await speak(0);
  expect(first.answers!.map(({ text }) => text)).toEqual(pieces);
  // Said again, for instance after a reload: the same answers, none written anew.
  expect(await speak(0)).toEqual(first);
  await expect(speak(1, "And then?")).rejects.toMatchObject({ code: "CONFLICT" });

  const [worse, better] = first.answers!.map(({ id }) => id) as [string, string];
  await choose(0, better);
  await choose(0, better);
  await expect(choose(0, worse)).rejects.toMatchObject({ code: "CONFLICT" });
  const second = await speak(1, "And then?");
  await choose(1, second.answers![0]!.id, true);
  expect(await listTurns({ taskId, userId })).toEqual([
    { ...first, chosenId: better },
    { ...second, chosenId: second.answers![0]!.id },
  ]);

  const comparisons = await db().comparison.findMany({ where: { projectId }, orderBy: { id: "asc" } });
  expect(comparisons).toMatchObject([{ betterId: better, worseId: worse, tie: false }, { tie: true }]);
  const prompts = await db().prompt.findMany({ where: { projectId }, orderBy: { id: "asc" } });
  expect(prompts).toHaveLength(2);
  expect(prompts[1]!.messages).toMatchObject([
    { role: "user" },
    { role: "assistant", content: first.answers![1]!.text },
    { role: "user", content: "And then?" },
  ]);
  expect(prompts[1]!.split).toBe(prompts[0]!.split);
  expect(await db().completion.count({ where: { projectId, modelVersionId: baseId } })).toBe(4);

  await end();
  expect(await db().task.count({ where: { projectId, status: "open" } })).toBe(0);
  await expect(speak(2, "One more")).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await claimTask({ projectId, userId })).toBeNull();
});

test("a conversation that probes names its rule and wants a verdict; the person opens", async () => {
  const rubric = { rules: [{ key: "calm", name: "Calm" }] };
  const talk = await conversation({ rubric, converse: { probe: true, opening: "theme", turns: 1, answers: 3 } });
  expect(talk.probedRule).toMatchObject({ key: "calm" });
  await expect(talk.say(0)).rejects.toMatchObject({ code: "UNPROCESSABLE" });
  const turn = await talk.say(0, "Shout at me");
  expect(turn.answers).toHaveLength(3);
  await talk.choose(0, turn.answers![2]!.id);
  expect(await db().comparison.count({ where: { projectId: talk.projectId, betterId: turn.answers![2]!.id } })).toBe(2);
  await expect(talk.say(1, "More")).rejects.toMatchObject({ code: "UNPROCESSABLE" });
  await expect(talk.end()).rejects.toMatchObject({ message: expect.stringMatching(/rule was broken/) });
  await talk.end("broken");
});

test("a source that this installation does not have is named", async () => {
  const talk = await conversation({ converse: { source: "elsewhere" } });
  await expect(talk.say(0)).rejects.toMatchObject({ code: "UNAVAILABLE", message: expect.stringMatching(/elsewhere/) });
});
