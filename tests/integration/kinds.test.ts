import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { getOwnAnnotation } from "../../lib/annotations/list-own-annotations.ts";
import type { SubmissionInput } from "../../lib/annotations/submission.ts";
import { submitAnnotation } from "../../lib/annotations/submit-annotation.ts";
import { exportPreferences } from "../../lib/datasets/export-preferences.ts";
import { db } from "../../lib/db/client.ts";
import type { TaskKind } from "../../lib/generated/prisma/enums.ts";
import type { ProjectInput } from "../../lib/projects/create-project.ts";
import { getProject } from "../../lib/projects/get-project.ts";
import { importLines } from "../../lib/prompts/import-lines.ts";
import { addTaskComment } from "../../lib/tasks/add-task-comment.ts";
import { claimTask } from "../../lib/tasks/claim-task.ts";
import { listTaskComments } from "../../lib/tasks/list-task-comments.ts";
import { makeTasks } from "../../lib/tasks/make-tasks.ts";
import { saveDraft } from "../../lib/tasks/save-draft.ts";
import { makeTasks as insertTasks, makeAnnotators, makeProject, makeUser } from "./make.ts";
import { ownDatabase } from "./postgres.ts";

await ownDatabase();

const refusal = (words: RegExp) => ({ code: "UNPROCESSABLE", message: expect.stringMatching(words) });

type Body = SubmissionInput extends infer Input
  ? Input extends SubmissionInput
    ? Omit<Input, "idempotencyKey"> & { idempotencyKey?: string }
    : never
  : never;

/** A task of a kind in the hands of somebody, in a project of its own. */
async function held(kind: TaskKind, completions: number, settings: ProjectInput["settings"] = {}) {
  const project = await makeProject({ kinds: [kind], ...settings });
  const userId = (await makeAnnotators(project.id, 1))[0]!.id;
  await insertTasks(project.id, 1, { kind, completions });
  const task = (await claimTask({ projectId: project.id, userId }))!;
  const ids = task.completions.map(({ id }) => id);
  return {
    task,
    ids,
    projectId: project.id,
    userId,
    submit: (body: Body) =>
      submitAnnotation({ idempotencyKey: randomUUID(), ...body, taskId: task.id, userId } as never),
    pairs: async () =>
      (await db().comparison.findMany({ where: { projectId: project.id, annotation: { supersededAt: null } } })).map(
        ({ betterId, worseId, tie, strength }) => [betterId, worseId, tie, strength],
      ),
    newest: () =>
      db().annotation.findFirstOrThrow({
        where: { projectId: project.id, supersededAt: null },
        include: { demonstration: true },
      }),
  };
}

describe("claiming", () => {
  test("only kinds that the project asks for", async () => {
    const { id: projectId } = await makeProject({ kinds: ["rate", "compare"] });
    const userId = (await makeAnnotators(projectId, 1))[0]!.id;
    await insertTasks(projectId, 1, { kind: "rank", priority: 5 });
    expect(await claimTask({ projectId, userId })).toBeNull();
    await insertTasks(projectId, 1, { kind: "compare", completions: 2 });
    expect(await claimTask({ projectId, userId })).toMatchObject({ kind: "compare" });
  });

  test("tells of sensitive tags, and of no other", async () => {
    const { task, projectId, userId } = await held("rank", 2, { sensitiveTags: ["violence", "grief"] });
    expect(task.sensitiveTags).toEqual([]);
    const prompt = await db().prompt.findFirstOrThrow({ where: { projectId } });
    await db().prompt.update({ where: { id: prompt.id }, data: { tags: ["gold", "grief", "from-forum"] } });
    expect((await claimTask({ projectId, userId }))!.sensitiveTags).toEqual(["grief"]);
  });
});

describe("a partial ranking", () => {
  test("needs the best few; those left out are worse and undecided among themselves", async () => {
    const { ids, submit, pairs } = await held("rank", 4, { rank: { top: 2 } });
    const [a, b, c, d] = ids as [string, string, string, string];
    await expect(submit({ ranking: [[c]] })).rejects.toMatchObject(refusal(/leaves out/));
    await submit({ ranking: [[c], [a]] });
    expect((await pairs()).sort()).toEqual(
      [
        [c, a, false, 1],
        [c, b, false, 1],
        [c, d, false, 1],
        [a, b, false, 1],
        [a, d, false, 1],
      ].sort(),
    );
  });

  test("is refused where the project wants all in order", async () => {
    const { ids, submit } = await held("rank", 3);
    await expect(submit({ ranking: [[ids[0]!], [ids[1]!]] })).rejects.toMatchObject(refusal(/leaves out/));
  });
});

describe("comparing two", () => {
  test.each([
    ["8", 3, 0.75],
    ["4", 2, 1],
  ] as const)("a grade on the %s point scale is a strength", async (scale, grade, strength) => {
    const { ids, submit, pairs, newest } = await held("compare", 2, { compare: { scale } });
    await submit({ kind: "compare", preferred: ids[1]!, grade });
    expect(await pairs()).toEqual([[ids[1], ids[0], false, strength]]);
    expect(await newest()).toMatchObject({ ranking: [[ids[1]], [ids[0]]], judgement: { grade, scale } });
  });

  test("tie, and both bad with an order", async () => {
    const { ids, submit, pairs, newest } = await held("compare", 2);
    await submit({ kind: "compare", preferred: null });
    expect(await pairs()).toEqual([[ids[0], ids[1], true, 0]]);
    await submit({ kind: "compare", preferred: ids[0]!, grade: 1, bothBad: true });
    expect(await pairs()).toEqual([[ids[0], ids[1], false, 0.25]]);
    expect(await newest()).toMatchObject({ noneAcceptable: true });
  });

  test("what does not fit is refused with the reason", async () => {
    const { ids, submit } = await held("compare", 2, { compare: { scale: "4", ties: false } });
    await expect(submit({ kind: "compare", preferred: ids[0]!, grade: 3 })).rejects.toMatchObject(
      refusal(/from 1 to 2/),
    );
    await expect(submit({ kind: "compare", preferred: ids[0]! })).rejects.toMatchObject(refusal(/how much better/));
    await expect(submit({ kind: "compare", preferred: null })).rejects.toMatchObject(refusal(/no ties/));
    await expect(submit({ kind: "compare", preferred: "x", grade: 1 })).rejects.toMatchObject(refusal(/not part of/));
    await expect(submit({ ranking: [[ids[0]!], [ids[1]!]] })).rejects.toMatchObject(refusal(/to compare, not to rank/));
  });
});

describe("rating", () => {
  const rubric = {
    aspects: [{ key: "true", name: "True" }],
    marks: [{ key: "made-up", name: "Makes things up" }],
    rules: [{ key: "no-hate", name: "No hate" }],
  };
  const of = (completionId: string, overall: number) => ({
    completionId,
    overall,
    aspects: { true: 5 },
    marks: ["made-up"],
    rules: { "no-hate": "keeps" as const },
  });

  test("keeps every answer to the rubric, and compares by the overall rating", async () => {
    const { ids, submit, pairs, newest } = await held("rate", 3, { rubric });
    const [a, b, c] = ids as [string, string, string];
    await submit({ kind: "rate", ratings: [of(a, 2), of(b, 5), of(c, 5)] });
    expect((await pairs()).sort()).toEqual(
      [
        [b, c, true, 0],
        [b, a, false, 0.5],
        [c, a, false, 0.5],
      ].sort(),
    );
    const stored = await newest();
    expect(stored).toMatchObject({ ranking: [[b, c], [a]], judgement: { ratings: [of(a, 2), of(b, 5), of(c, 5)] } });
    const own = await getOwnAnnotation({ annotationId: stored.id, userId: stored.userId });
    expect(own).toMatchObject({ kind: "rate", draft: { ratings: [of(a, 2), of(b, 5), of(c, 5)] } });
  });

  test("no comparisons where the project wants none; what is missing or unknown is named", async () => {
    const { ids, submit, pairs } = await held("rate", 2, { rubric, rate: { comparisons: false } });
    const [a, b] = ids as [string, string];
    const both = (first: object) => ({ kind: "rate" as const, ratings: [{ ...of(a, 1), ...first }, of(b, 2)] });
    await expect(submit(both({ overall: null }))).rejects.toMatchObject(refusal(/overall/));
    await expect(submit(both({ aspects: {} }))).rejects.toMatchObject(refusal(/aspect true is missing/));
    await expect(submit(both({ rules: {} }))).rejects.toMatchObject(refusal(/rule no-hate is missing/));
    await expect(submit(both({ marks: ["rude"] }))).rejects.toMatchObject(refusal(/no mark rude/));
    await expect(submit({ kind: "rate", ratings: [of(a, 1)] })).rejects.toMatchObject(refusal(/no rating/));
    await submit(both({}));
    expect(await pairs()).toEqual([]);
  });
});

describe("demonstrating", () => {
  test("an edited answer is kept with what changed, and is better than what it was made of", async () => {
    const { ids, submit, pairs, newest } = await held("demonstrate", 2);
    await submit({ kind: "demonstrate", text: "A better answer 1", editedFromId: ids[0]! });
    const { demonstration, ranking } = await newest();
    const original = (await db().completion.findUniqueOrThrow({ where: { id: ids[0]! } })).text;
    expect(ranking).toEqual([]);
    expect(demonstration).toMatchObject({ text: "A better answer 1", editedFromId: ids[0] });
    const diff = demonstration!.diff as [number, string][];
    const side = (dropped: number) =>
      diff
        .filter(([sign]) => sign !== dropped)
        .map(([, piece]) => piece)
        .join("");
    expect(side(1)).toBe(original);
    expect(side(-1)).toBe("A better answer 1");
    expect(await pairs()).toEqual([[demonstration!.completionId, ids[0], false, 1]]);
    expect(await db().completion.findUnique({ where: { id: demonstration!.completionId! } })).toMatchObject({
      text: "A better answer 1",
      modelVersionId: null,
    });
  });

  test("one written from nothing, or where the project wants no comparison, stands alone", async () => {
    const { ids, submit, pairs, newest } = await held("demonstrate", 2, { demonstrate: { comparisons: false } });
    await submit({ kind: "demonstrate", text: "From nothing." });
    expect((await newest()).demonstration).toMatchObject({ editedFromId: null, diff: null, completionId: null });
    await submit({ kind: "demonstrate", text: "Edited.", editedFromId: ids[1]! });
    expect((await newest()).demonstration).toMatchObject({ editedFromId: ids[1], completionId: null });
    expect(await pairs()).toEqual([]);
    expect(
      await db().demonstration.count({ where: { annotation: { supersededAt: null, taskId: { not: "" } } } }),
    ).toBeGreaterThan(0);
    await expect(submit({ kind: "demonstrate", text: "  " })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });

  test("the same submission again stores no second demonstration", async () => {
    const { submit, projectId } = await held("demonstrate", 0);
    const body = { kind: "demonstrate" as const, text: "Once.", idempotencyKey: "once" };
    const first = await submit(body);
    expect(await submit(body)).toEqual({ ...first, created: false });
    expect(await db().demonstration.count({ where: { projectId } })).toBe(1);
  });
});

test("a draft of each kind comes back as it was left", async () => {
  const drafts = {
    compare: (ids: string[]) => ({ preferred: ids[0], grade: 2, tie: false, bothBad: true }),
    rate: (ids: string[]) => ({
      ratings: [{ completionId: ids[0], overall: 3, aspects: {}, marks: [], rules: {} }],
    }),
    demonstrate: (ids: string[]) => ({ text: "half a sent", editedFromId: ids[1] }),
  };
  for (const [kind, draftOf] of Object.entries(drafts)) {
    const { task, ids, projectId, userId } = await held(kind as TaskKind, 2);
    const draft = { kind, ...draftOf(ids) };
    await saveDraft({ taskId: task.id, userId, draft });
    expect((await claimTask({ projectId, userId }))!.draft).toMatchObject(draft);
  }
});

describe("making tasks", () => {
  const answers = (count: number) => Array.from({ length: count }, (_, at) => ({ text: `Answer ${at}`, model: "m" }));
  const imported = async (projectId: string, lines: object[]) => {
    const actorId = (await makeUser()).id;
    const body = lines.map((line) => JSON.stringify(line)).join("\n");
    return await importLines({ projectId, actorId, format: "prompts", body });
  };

  test("by import: the line's kind, else the project's as far as it fits", async () => {
    const rules = [{ key: "calm", name: "Calm" }];
    const settings = { judgeBy: "compare", rubric: { rules }, converse: { probe: true }, generateForNewPrompts: false };
    const { id: projectId } = await makeProject(settings as never);
    await imported(projectId, [
      { prompt: "two", completions: answers(2) },
      { prompt: "three", completions: answers(3) },
      { prompt: "one to rate", completions: answers(1), kind: "rate" },
      { prompt: "to write", kind: "demonstrate" },
      { prompt: "to talk", kind: "converse" },
    ]);
    const tasks = await db().task.findMany({ where: { projectId }, include: { prompt: true } });
    const kindOf = (words: string) => tasks.find(({ prompt }) => JSON.stringify(prompt.messages).includes(words))!;
    expect(kindOf("two")).toMatchObject({ kind: "compare", probedRule: null });
    expect(kindOf("three").kind).toBe("rank");
    expect(kindOf("one to rate").kind).toBe("rate");
    expect(kindOf("to write").kind).toBe("demonstrate");
    expect(kindOf("to talk")).toMatchObject({ kind: "converse", probedRule: { key: "calm" } });
    const faults = imported(projectId, [
      { prompt: "a", completions: answers(3), kind: "compare" },
      { prompt: "b", completions: answers(1) },
      { prompt: "c", completions: answers(2), kind: "converse" },
    ]);
    await expect(faults).rejects.toMatchObject({ details: { count: 3 } });
  });

  test("on an admin's wish, out of the answers there, once", async () => {
    const { id: projectId } = await makeProject({ generateForNewPrompts: false });
    await imported(projectId, [
      { prompt: "answered", completions: [...answers(3), { text: "Answer 0", model: "other" }] },
      { prompt: "bare" },
    ]);
    expect(await makeTasks({ projectId, kind: "compare", promptIds: null, actorId: null })).toEqual({
      tasks: 1,
      tooFew: 1,
    });
    const task = await db().task.findFirstOrThrow({
      where: { projectId, kind: "compare" },
      include: { completions: { include: { completion: true } } },
    });
    expect(new Set(task.completions.map(({ completion }) => completion.text)).size).toBe(2);
    expect((await getProject({ projectId })).settings.kinds).toEqual(["rank", "compare"]);
    expect(await makeTasks({ projectId, kind: "compare", promptIds: null, actorId: null })).toMatchObject({ tasks: 0 });
    expect(await makeTasks({ projectId, kind: "demonstrate", promptIds: null, actorId: null })).toMatchObject({
      tasks: 2,
    });
  });
});

describe("exporting", () => {
  const exported = async (projectId: string, format: "trl-preference" | "ranked" | "demonstrations") => {
    const lines: string[] = [];
    for await (const line of exportPreferences({ projectId, format })) lines.push(line);
    return lines.map((line) => JSON.parse(line));
  };

  test("an edited answer is a demonstration and a preference, and no ranking", async () => {
    const { ids, submit, projectId, task } = await held("demonstrate", 2);
    await submit({ kind: "demonstrate", text: "Edited well.", editedFromId: ids[0]! });
    const original = task.completions[0]!.text;
    const says = (content: string) => [{ role: "assistant", content }];
    expect(await exported(projectId, "demonstrations")).toMatchObject([{ completion: says("Edited well.") }]);
    expect(await exported(projectId, "trl-preference")).toMatchObject([
      { chosen: says("Edited well."), rejected: says(original) },
    ]);
    expect(await exported(projectId, "ranked")).toEqual([]);
  });

  test("a partial ranking comes back with the same comparisons", async () => {
    const { ids, submit, projectId } = await held("rank", 4, { rank: { top: 1 } });
    await submit({ ranking: [[ids[2]!]] });
    const [line] = await exported(projectId, "ranked");
    expect(line.completions.map(({ rank }: { rank: number | null }) => rank).sort()).toEqual([1, null, null, null]);
    const { id: other } = await makeProject({ generateForNewPrompts: false });
    const actorId = (await makeUser()).id;
    await importLines({ projectId: other, actorId, format: "ranked", body: JSON.stringify(line) });
    const again = await db().comparison.findMany({ where: { projectId: other }, include: { better: true } });
    const best = await db().completion.findUniqueOrThrow({ where: { id: ids[2]! } });
    expect(again.map(({ better, tie }) => [better.text, tie])).toEqual(Array(3).fill([best.text, false]));
  });
});

test("what annotators say about a task sways nobody who has not judged it yet", async () => {
  const { id: projectId } = await makeProject();
  const [first, second] = await makeAnnotators(projectId, 2);
  await insertTasks(projectId, 1, { overlap: 2 });
  const lead = { userId: (await makeUser({ projectId, role: "admin" })).id, leads: true };
  const [one, other] = [
    { userId: first!.id, leads: false },
    { userId: second!.id, leads: false },
  ];
  const view = (await claimTask({ projectId, userId: one.userId }))!;
  const theirs = (await claimTask({ projectId, userId: other.userId }))!;
  const taskId = view.id;
  await addTaskComment({ taskId, reader: one, text: "B is right, I looked it up." });
  await addTaskComment({ taskId, reader: lead, text: "Judge the style, too." });
  const heardBy = async (reader: typeof lead) => (await listTaskComments({ taskId, reader })).map(({ text }) => text);
  expect(await heardBy(other)).toEqual(["Judge the style, too."]);
  expect(await heardBy(lead)).toHaveLength(2);
  const ranking = theirs.completions.map(({ id }) => [id]);
  await submitAnnotation({ taskId, userId: other.userId, ranking, idempotencyKey: randomUUID() });
  const heard = await listTaskComments({ taskId, reader: other });
  expect(heard).toHaveLength(2);
  expect(heard[0]!.by).toMatch(/^annotator [0-9a-f]{8}$/);
});
