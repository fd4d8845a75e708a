import { beforeEach, describe, expect, test } from "vitest";
import { exportPreferences } from "../../lib/datasets/export-preferences.ts";
import { db } from "../../lib/db/client.ts";
import { updateProject } from "../../lib/projects/update-project.ts";
import { addPrompt } from "../../lib/prompts/add-prompt.ts";
import { getPrompt } from "../../lib/prompts/get-prompt.ts";
import { importLines } from "../../lib/prompts/import-lines.ts";
import { listPrompts } from "../../lib/prompts/list-prompts.ts";
import { claimTask } from "../../lib/tasks/claim-task.ts";
import { countRows, jsonl, ranked } from "./import-fixture.ts";
import { makeAnnotators, makeProject, makeUser } from "./make.ts";
import { ownDatabase } from "./postgres.ts";

await ownDatabase();

let projectId: string;
let actorId: string;
beforeEach(async () => {
  projectId = (await makeProject({ overlap: 2 })).id;
  actorId = (await makeUser({ projectId, role: "admin" })).id;
});

describe("importing JSONL", () => {
  test("takes prompts as strings and as conversations, with answers still to be ranked", async () => {
    const conversation = [
      { role: "system", content: "Be brief." },
      { role: "user", content: "Hi" },
      { role: "assistant", content: "Hello!" },
      { role: "user", content: "Who are you?" },
    ];
    const body = jsonl([
      { prompt: "Why is the sky blue?", tags: ["science"] },
      { prompt: conversation },
      ranked("How do I boil an egg?", [undefined, undefined, undefined]),
    ]);
    const answer = await importLines({ projectId, actorId, format: "prompts", body: `\uFEFF${body}\n\n` });
    expect(answer).toMatchObject({ lines: 3, prompts: 3, completions: 3, tasks: 1, rankings: 0, duplicates: 0 });
    const { prompts, tags } = await listPrompts({ projectId });
    expect(prompts).toHaveLength(3);
    expect(tags).toEqual(["science"]);
    expect((await listPrompts({ projectId, search: "who ARE" })).prompts[0]!.messages).toEqual(conversation);
    const [annotator] = await makeAnnotators(projectId, 1);
    const task = (await claimTask({ projectId, userId: annotator!.id }))!;
    expect(task.completions).toHaveLength(3);
    expect(JSON.stringify(task)).not.toMatch(/"m\d"/);
    expect(await db().task.findUnique({ where: { id: task.id } })).toMatchObject({ overlap: 2, status: "open" });
    expect(await db().auditEntry.findFirst({ where: { projectId, action: "prompts.import" } })).toMatchObject({
      actorId,
    });
  });

  test("takes ranked answers as finished rankings, equal ranks as ties", async () => {
    const body = jsonl([ranked("One?", [3, 1, 1]), ranked("Two?", [1, 2])]);
    const answer = await importLines({ projectId, actorId, format: "ranked", body });
    expect(answer).toMatchObject({ prompts: 2, completions: 5, tasks: 0, rankings: 2 });
    const prompt = (await listPrompts({ projectId, search: "One?" })).prompts[0]!;
    const { tasks, completions } = await getPrompt({ projectId, promptId: prompt.id, withNames: true });
    completions.sort((a, b) => a.text.localeCompare(b.text));
    const ids = completions.map(({ id }) => id);
    expect(tasks[0]).toMatchObject({ status: "done", overlap: 1, annotationCount: 1 });
    expect(tasks[0]!.annotations[0]!.ranking).toEqual([[ids[1], ids[2]], [ids[0]]]);
    expect(completions.map(({ author }) => author)).toEqual(
      [0, 1, 2].map((at) => ({ kind: "source", name: `m${at}` })),
    );
    const ties = await db().comparison.findMany({ where: { promptId: prompt.id, tie: true } });
    expect(ties.map(({ betterId, worseId }) => [betterId, worseId].sort())).toEqual([[ids[1], ids[2]].sort()]);
    expect(await countRows(projectId)).toMatchObject({ annotations: 2, comparisons: 4 });
    const [annotator] = await makeAnnotators(projectId, 1);
    expect(await claimTask({ projectId, userId: annotator!.id })).toBeNull();
  });

  test("names each bad line, the first twenty, and imports nothing", async () => {
    const bad = [
      "{not json",
      JSON.stringify({ prompt: "" }),
      JSON.stringify({ prompt: [{ role: "assistant", content: "I begin" }] }),
      JSON.stringify({ prompt: "a", completions: [{ text: "only one", rank: 1 }] }),
      JSON.stringify({ prompt: "a", completions: [{ text: "x", rank: 1 }, { text: "y" }] }),
      JSON.stringify({ prompt: "a", completions: Array.from({ length: 10 }, () => ({ text: "x" })) }),
      JSON.stringify({ prompt: "a \u0000 b" }),
      JSON.stringify({
        prompt: "a",
        completions: [
          { text: "x", rank: "best" },
          { text: "y", rank: 2 },
        ],
      }),
      JSON.stringify({ completions: [] }),
      "[]",
    ];
    const body = [JSON.stringify({ prompt: "good" }), ...bad, ...Array(30).fill("nonsense")].join("\n");
    const failed = importLines({ projectId, actorId, format: "prompts", body });
    await expect(failed).rejects.toMatchObject({ code: "INVALID_INPUT" });
    const { details, message } = await failed.catch((error) => error);
    expect(message).toBe("40 lines are not right; nothing was imported.");
    expect(details.count).toBe(40);
    expect(details.faults).toHaveLength(20);
    expect(details.faults.slice(0, 10)).toEqual([
      { line: 2, reason: "not JSON" },
      { line: 3, reason: "prompt.0.content: Too small: expected string to have >=1 characters" },
      { line: 4, reason: "prompt: turn 1 must be by the user" },
      { line: 5, reason: "completions: fewer than 2 completions" },
      { line: 6, reason: "some completions have a rank, others have none" },
      { line: 7, reason: "more than 9 completions for a person to rank" },
      { line: 8, reason: "prompt.0.content: contains a NUL character or half of a surrogate pair" },
      { line: 9, reason: "completions.0.rank: Invalid input: expected number, received string" },
      { line: 10, reason: "prompt: Invalid input: expected array, received undefined" },
      { line: 11, reason: "Invalid input: expected object, received array" },
    ]);
    expect(await countRows(projectId)).toEqual({
      prompts: 0,
      completions: 0,
      tasks: 0,
      annotations: 0,
      comparisons: 0,
      imports: 0,
    });
  });

  test("asks `ranked` lines for completions, and a body for lines", async () => {
    const without = importLines({ projectId, actorId, format: "ranked", body: jsonl([{ prompt: "a" }]) });
    await expect(without).rejects.toMatchObject({ details: { faults: [{ line: 1, reason: "completions: missing" }] } });
    await expect(importLines({ projectId, actorId, format: "prompts", body: "\n \n" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    const notText = new Uint8Array([0x22, 0xff, 0xfe, 0x22]);
    const bytes = importLines({ projectId, actorId, format: "prompts", body: toStream([notText]) });
    await expect(bytes).rejects.toMatchObject({ details: { faults: [{ line: 1, reason: "not UTF-8" }] } });
  });

  test("counts what is there already and doubles nothing", async () => {
    const body = jsonl([
      { prompt: "One?" },
      { prompt: "One?" },
      ranked("Two?", [1, 2]),
      ranked("Three?", [undefined, undefined]),
    ]);
    const first = await importLines({ projectId, actorId, format: "prompts", body });
    expect(first).toMatchObject({ prompts: 3, tasks: 1, rankings: 1, duplicates: 1 });
    const before = await countRows(projectId);
    const second = await importLines({ projectId, actorId, format: "prompts", body });
    expect(second).toMatchObject({ lines: 4, prompts: 0, completions: 0, tasks: 0, rankings: 0, duplicates: 4 });
    expect(await countRows(projectId)).toEqual({ ...before, imports: 2 });
    // Another ranking of the same answers is not a duplicate, and its answers are not written twice.
    const other = await importLines({ projectId, actorId, format: "ranked", body: jsonl([ranked("Two?", [2, 1])]) });
    expect(other).toMatchObject({ prompts: 0, completions: 0, rankings: 1, duplicates: 0 });
  });

  test("the same file twice at once is imported once", async () => {
    const body = jsonl(Array.from({ length: 50 }, (_, at) => ranked(`Question ${at}?`, [1, 2, 2])));
    const answers = await Promise.all([1, 2, 3].map(() => importLines({ projectId, actorId, format: "ranked", body })));
    expect(answers.map(({ rankings }) => rankings).sort((a, b) => a - b)).toEqual([0, 0, 50]);
    expect(await countRows(projectId)).toMatchObject({
      prompts: 50,
      completions: 150,
      annotations: 50,
      comparisons: 150,
    });
  });

  test("keeps equal answers of one line apart", async () => {
    const completions = [
      { text: "Same.", rank: 1 },
      { text: "Same.", rank: 2 },
    ];
    await importLines({ projectId, actorId, format: "ranked", body: jsonl([{ prompt: "Twice?", completions }]) });
    expect(await countRows(projectId)).toMatchObject({ completions: 2, comparisons: 1 });
  });

  test("the ids of a line's answers do not tell their order in the file", async () => {
    const lines = Array.from({ length: 20 }, (_, place) =>
      ranked(`Question ${place}`, [undefined, undefined, undefined]),
    );
    await importLines({ projectId, actorId, format: "ranked", body: jsonl(lines) });
    const completions = await db().completion.findMany({ where: { projectId }, orderBy: { id: "asc" } });
    const inOrder = lines.filter(({ prompt }) => {
      const sources = completions
        .filter(({ text }) => text.startsWith(`${prompt}:`))
        .map(({ sourceName }) => sourceName);
      return sources.join() === "m0,m1,m2";
    });
    expect(inOrder.length).toBeLessThan(20);
  });

  test("stops at the size limit, and takes chunks cut anywhere", async () => {
    const megabyte = new Uint8Array(2 ** 20).fill(0x20);
    const endless = (async function* () {
      for (;;) yield megabyte;
    })();
    await expect(importLines({ projectId, actorId, format: "prompts", body: endless })).rejects.toMatchObject({
      code: "TOO_LARGE",
    });
    const bytes = new TextEncoder().encode(jsonl([{ prompt: "Grüße 😀?" }, { prompt: "Zwei?" }]));
    const drops = toStream(Array.from(bytes, (byte) => new Uint8Array([byte])));
    expect(await importLines({ projectId, actorId, format: "prompts", body: drops })).toMatchObject({ prompts: 2 });
    expect((await listPrompts({ projectId, search: "😀" })).total).toBe(1);
  });

  test("a near-duplicate goes to its relative's side, whatever the shares have become", async () => {
    await updateProject({ projectId, actorId, settings: { split: { validation: 0.5, gold: 0.5 } } });
    const lines = Array.from({ length: 40 }, (_, at) => ({ prompt: `Number ${at}, please` }));
    await importLines({ projectId, actorId, format: "prompts", body: jsonl(lines) });
    const sides = await sidesBy((content) => content.match(/\d+/)![0]);
    expect(new Set(sides.values())).toEqual(new Set(["validation", "gold"]));
    await updateProject({ projectId, actorId, settings: { split: { validation: 0, gold: 0 } } });
    const near = lines.map(({ prompt }) => ({ prompt: `${prompt.toUpperCase().replace(",", " -- ")}!!` }));
    const longer = { prompt: "Number 7, please" };
    const continued = [
      { role: "user", content: longer.prompt },
      { role: "assistant", content: "7" },
      { role: "user", content: "Thanks. And twice that?" },
    ];
    const answer = await importLines({
      projectId,
      actorId,
      format: "prompts",
      body: jsonl([...near, { prompt: continued }]),
    });
    expect(answer.prompts).toBe(41);
    const all = await db().prompt.findMany({ where: { projectId } });
    for (const { messages, split } of all) {
      expect(split).toBe(sides.get((messages as { content: string }[])[0]!.content.match(/\d+/)![0]));
    }
    await addPrompt({ projectId, actorId, messages: [{ role: "user", content: "Something else" }] });
    expect((await listPrompts({ projectId, search: "something" })).prompts[0]!.split).toBe("train");
  });

  test("asks the base model for answers where the project wants them", async () => {
    const base = await db().modelVersion.create({
      data: {
        kind: "base",
        number: 0,
        name: "tiny",
        state: "active",
        weightsHash: "0",
        trunkHash: "0",
        path: "tiny",
        bytes: 1,
        config: {},
      },
    });
    const answer = await importLines({
      projectId,
      actorId,
      format: "prompts",
      body: jsonl([{ prompt: "One?" }, ranked("Two?", [1, 2])]),
    });
    expect(answer.generationJobs).toBe(1);
    expect(await db().generationJob.findMany({ where: { projectId } })).toMatchObject([
      { modelVersionId: base.id, count: 4, status: "queued" },
    ]);
    await updateProject({ projectId, actorId, settings: { generateForNewPrompts: false } });
    const quiet = await importLines({ projectId, actorId, format: "prompts", body: jsonl([{ prompt: "Three?" }]) });
    expect(quiet.generationJobs).toBe(0);
  });
});

async function sidesBy(key: (content: string) => string) {
  const prompts = await db().prompt.findMany({ where: { projectId } });
  return new Map(prompts.map(({ messages, split }) => [key((messages as { content: string }[])[0]!.content), split]));
}

async function* toStream(chunks: Uint8Array[]) {
  yield* chunks;
}

describe("importing demonstrations", () => {
  test("makes finished answers of them, of strings and of messages, each once", async () => {
    const body = jsonl([
      { prompt: "How long do I boil an egg?", completion: "Eight minutes." },
      {
        prompt: [{ role: "user", content: "Two?" }],
        completion: [{ role: "assistant", content: "Zwei." }],
        tags: ["de"],
      },
      { prompt: "How long do I boil an egg?", text: "Five, for a soft one." },
      { prompt: "How long do I boil an egg?", text: "Eight minutes." },
    ]);
    const answer = await importLines({ projectId, actorId, format: "demonstrations", body });
    expect(answer).toMatchObject({
      lines: 4,
      prompts: 2,
      demonstrations: 3,
      duplicates: 1,
      generationJobs: 0,
      tasks: 0,
    });
    const stored = await db().demonstration.findMany({
      where: { projectId },
      orderBy: { id: "asc" },
      include: { annotation: { include: { task: true } }, prompt: true },
    });
    expect(stored.map(({ text }) => text)).toEqual(["Eight minutes.", "Zwei.", "Five, for a soft one."]);
    expect(stored[1]!.prompt.tags).toEqual(["de"]);
    for (const { annotation } of stored) {
      expect(annotation).toMatchObject({ source: "import", userId: actorId, supersededAt: null, ranking: [] });
      expect(annotation.task).toMatchObject({ kind: "demonstrate", status: "done", annotationCount: 1 });
    }
    const again = await importLines({ projectId, actorId, format: "demonstrations", body });
    expect(again).toMatchObject({ prompts: 0, demonstrations: 0, duplicates: 4 });

    // What is exported can be imported elsewhere.
    let exported = "";
    for await (const line of exportPreferences({ projectId, format: "demonstrations" })) exported += line;
    const { id: other } = await makeProject();
    const back = await importLines({ projectId: other, actorId, format: "demonstrations", body: exported });
    expect(back).toMatchObject({ lines: 3, prompts: 2, demonstrations: 3 });
  });

  test("names lines without an answer, with two, or with an empty one, and imports nothing", async () => {
    const body = jsonl([
      { prompt: "a", completion: "fine" },
      { prompt: "a" },
      { prompt: "a", completion: "one", text: "two" },
      { prompt: "a", completion: "  " },
      { prompt: "a", completion: [{ role: "user", content: "b" }] },
    ]);
    const failure = importLines({ projectId, actorId, format: "demonstrations", body });
    await expect(failure).rejects.toMatchObject({ code: "INVALID_INPUT", details: { count: 4 } });
    expect(await countRows(projectId)).toMatchObject({ prompts: 0, annotations: 0 });
  });
});
