import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { getOwnAnnotation, listOwnAnnotations } from "../../lib/annotations/list-own-annotations.ts";
import { reviseAnnotation } from "../../lib/annotations/revise-annotation.ts";
import { submitAnnotation } from "../../lib/annotations/submit-annotation.ts";
import { db } from "../../lib/db/client.ts";
import { cancelTask } from "../../lib/tasks/cancel-task.ts";
import { claimTask } from "../../lib/tasks/claim-task.ts";
import { skipTask } from "../../lib/tasks/skip-task.ts";
import type { TaskView } from "../../lib/tasks/task-view.ts";
import { asShown, makeAnnotators, makeProject, makeTasks } from "./make.ts";
import { ownDatabase } from "./postgres.ts";

await ownDatabase();

let projectId: string;
let userId: string;
let task: TaskView;
beforeEach(async () => {
  projectId = (await makeProject()).id;
  userId = (await makeAnnotators(projectId, 1))[0]!.id;
  await makeTasks(projectId, 1);
  task = (await claimTask({ projectId, userId }))!;
});

async function stored() {
  return await db().annotation.findMany({
    where: { projectId },
    orderBy: { id: "asc" },
    include: { comparisons: true },
  });
}

async function taskRow(id = task.id) {
  return await db().task.findUniqueOrThrow({ where: { id } });
}

describe("submitting a ranking", () => {
  test("stores it with its comparisons, ends the assignment and closes the task", async () => {
    const [a, b, c, d] = task.completions.map(({ id }) => id) as [string, string, string, string];
    const answer = await submitAnnotation({
      taskId: task.id,
      userId,
      ranking: [[b], [a, d], [c]],
      noneAcceptable: true,
      flags: [{ completionId: c, reason: "harmful" }],
      comment: "c is plainly wrong",
      idempotencyKey: "once",
      activeSeconds: 31.5,
    });
    expect(answer).toMatchObject({ extra: false, created: true });
    const [annotation] = await stored();
    expect(annotation).toMatchObject({
      id: answer.id,
      ranking: [[b], [a, d], [c]],
      noneAcceptable: true,
      flags: [{ completionId: c, reason: "harmful", note: "" }],
      comment: "c is plainly wrong",
      activeSeconds: 31.5,
      shownOrder: [a, b, c, d],
    });
    const pairs = annotation!.comparisons.map(({ betterId, worseId, tie, strength }) => [
      betterId,
      worseId,
      tie,
      strength,
    ]);
    expect(pairs.sort()).toEqual(
      [
        [b, a, false, 1],
        [b, d, false, 1],
        [b, c, false, 1],
        [a, d, true, 0],
        [a, c, false, 1],
        [d, c, false, 1],
      ].sort(),
    );
    expect(await taskRow()).toMatchObject({ status: "done", annotationCount: 1 });
    expect(await db().assignment.findFirst({ where: { userId } })).toMatchObject({ status: "submitted", draft: null });
    expect(await db().task.count({ where: { projectId, kind: "demonstrate" } })).toBe(0);
  });

  test("twice with one key is one annotation and one answer", async () => {
    const submission = { ...asShown(task), userId };
    const first = await submitAnnotation(submission);
    const second = await submitAnnotation(submission);
    expect(second).toEqual({ ...first, created: false });
    expect(await stored()).toHaveLength(1);
  });

  test("eight times at once with one key is one annotation, one count and one answer", async () => {
    await db().task.update({ where: { id: task.id }, data: { overlap: 5 } });
    const submission = { ...asShown(task), userId };
    const answers = await Promise.all(Array.from({ length: 8 }, () => submitAnnotation(submission)));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers.filter(({ created }) => created)).toHaveLength(1);
    expect(await stored()).toHaveLength(1);
    expect(await taskRow()).toMatchObject({ annotationCount: 1, status: "open" });
  });

  test("at once with different keys (two tabs): the count is right and one stays current", async () => {
    await db().task.update({ where: { id: task.id }, data: { overlap: 5 } });
    const answers = await Promise.allSettled(
      Array.from({ length: 4 }, () => submitAnnotation({ ...asShown(task), userId })),
    );
    const kept = answers.filter(({ status }) => status === "fulfilled").length;
    expect(kept).toBeGreaterThan(0);
    const rows = await stored();
    expect(rows).toHaveLength(kept);
    expect(rows.filter(({ supersededAt }) => supersededAt === null)).toHaveLength(1);
    expect(await taskRow()).toMatchObject({ annotationCount: 1 });
  });

  test("a key used for one task is refused for another", async () => {
    await submitAnnotation({ ...asShown(task), idempotencyKey: "key", userId });
    await makeTasks(projectId, 1);
    const next = (await claimTask({ projectId, userId }))!;
    await expect(submitAnnotation({ ...asShown(next), idempotencyKey: "key", userId })).rejects.toMatchObject({
      code: "UNPROCESSABLE",
    });
  });

  test.each([
    ["an unknown completion", (ids: string[]) => [["nobody"], ...ids.slice(1).map((id) => [id])], "UNPROCESSABLE"],
    ["a missing completion", (ids: string[]) => ids.slice(1).map((id) => [id]), "UNPROCESSABLE"],
    ["a repeated completion", (ids: string[]) => [[ids[0]!], ...ids.map((id) => [id])], "UNPROCESSABLE"],
    ["an empty group", (ids: string[]) => [[], ...ids.map((id) => [id])], "INVALID_INPUT"],
    ["no group", () => [], "INVALID_INPUT"],
  ])("refuses %s and stores nothing", async (_what, ranking, code) => {
    const ids = task.completions.map(({ id }) => id);
    await expect(submitAnnotation({ ...asShown(task), ranking: ranking(ids), userId })).rejects.toMatchObject({ code });
    expect(await stored()).toEqual([]);
    expect(await taskRow()).toMatchObject({ annotationCount: 0, status: "open" });
  });

  test("refuses a flag on a completion that is not there, and a comment without end", async () => {
    const flags = [{ completionId: "nobody", reason: "spam" }];
    await expect(submitAnnotation({ ...asShown(task), flags, userId })).rejects.toMatchObject({
      code: "UNPROCESSABLE",
    });
    const comment = "x".repeat(10_001);
    await expect(submitAnnotation({ ...asShown(task), comment, userId })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    expect(await stored()).toEqual([]);
  });

  test("refuses a task never held and one that was cancelled", async () => {
    const [stranger] = await makeAnnotators(projectId, 1);
    await expect(submitAnnotation({ ...asShown(task), userId: stranger!.id })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await cancelTask({ taskId: task.id, projectId, actorId: null });
    await expect(submitAnnotation({ ...asShown(task), userId })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await stored()).toEqual([]);
  });

  test("takes late work: on an expired lease it counts, beyond the overlap it is kept as extra", async () => {
    const [second] = await makeAnnotators(projectId, 1);
    await db().assignment.updateMany({ where: { userId }, data: { leaseExpiresAt: new Date(0) } });
    const taken = (await claimTask({ projectId, userId: second!.id }))!;
    expect(taken.id).toBe(task.id);
    expect(await submitAnnotation({ ...asShown(task), userId })).toMatchObject({ extra: false });
    expect(await submitAnnotation({ ...asShown(taken), userId: second!.id })).toMatchObject({
      extra: true,
      created: true,
    });
    expect(await taskRow()).toMatchObject({ annotationCount: 1, status: "done" });
    expect((await stored()).map(({ extra }) => extra)).toEqual([false, true]);
  });

  test("takes work on a task that was skipped in another tab", async () => {
    await skipTask({ taskId: task.id, userId, reason: "too long" });
    expect(await submitAnnotation({ ...asShown(task), userId })).toMatchObject({ created: true });
  });

  test("the overlap holds when more people than it has room for submit at once", async () => {
    const [crowded] = await makeTasks(projectId, 1, { overlap: 3, priority: 9 });
    const people = await makeAnnotators(projectId, 9);
    const views = [];
    for (const { id } of people) {
      views.push((await claimTask({ projectId, userId: id }))!);
      await db().assignment.updateMany({ where: { userId: id }, data: { leaseExpiresAt: new Date(0) } });
    }
    expect(new Set(views.map(({ id }) => id))).toEqual(new Set([crowded!.id]));
    const answers = await Promise.all(
      views.map((view, at) => submitAnnotation({ ...asShown(view), userId: people[at]!.id })),
    );
    expect(answers.filter(({ extra }) => !extra)).toHaveLength(3);
    expect(await taskRow(crowded!.id)).toMatchObject({ annotationCount: 3, status: "done" });
    expect(await db().annotation.count({ where: { taskId: crowded!.id } })).toBe(9);
  });

  test("asks for a demonstration once, only where the project wants them", async () => {
    const wanting = await makeProject({ kinds: ["rank", "demonstrate"] });
    const people = await makeAnnotators(wanting.id, 3);
    await makeTasks(wanting.id, 1, { overlap: 3 });
    const views = await Promise.all(people.map(({ id }) => claimTask({ projectId: wanting.id, userId: id })));
    await Promise.all(
      people.map(({ id }, at) => submitAnnotation({ ...asShown(views[at]!), noneAcceptable: true, userId: id })),
    );
    expect(await db().task.count({ where: { projectId: wanting.id, kind: "demonstrate" } })).toBe(1);
    const view = await claimTask({ projectId: wanting.id, userId: people[0]!.id });
    expect(view).toMatchObject({ kind: "demonstrate" });
    expect(view!.completions).toHaveLength(4);
  });
});

describe("revising a submission", () => {
  test("keeps the old one, superseded, and counts once", async () => {
    const first = await submitAnnotation({ ...asShown(task), userId });
    const reversed = [...task.completions].reverse().map(({ id }) => [id]);
    const second = await reviseAnnotation({
      annotationId: first.id,
      userId,
      ranking: reversed,
      idempotencyKey: randomUUID(),
    });
    expect(second).toMatchObject({ created: true, extra: false });
    const [old, current] = await stored();
    expect(old!.supersededAt).not.toBeNull();
    expect(old!.comparisons).toHaveLength(6);
    expect(current).toMatchObject({ id: second.id, revisionOfId: first.id, supersededAt: null, ranking: reversed });
    expect(current!.shownOrder).toEqual(old!.shownOrder);
    expect(await taskRow()).toMatchObject({ annotationCount: 1, status: "done" });
    const own = await listOwnAnnotations({ projectId, userId });
    expect(own.annotations).toHaveLength(1);
    expect(own.annotations[0]).toMatchObject({ id: second.id, isRevision: true, isRevisable: true });
    expect(await getOwnAnnotation({ annotationId: first.id, userId })).toBeNull();
  });

  test("an extra annotation stays extra", async () => {
    const [second] = await makeAnnotators(projectId, 1);
    await db().assignment.updateMany({ where: { userId }, data: { leaseExpiresAt: new Date(0) } });
    const taken = (await claimTask({ projectId, userId: second!.id }))!;
    await submitAnnotation({ ...asShown(taken), userId: second!.id });
    const late = await submitAnnotation({ ...asShown(task), userId });
    const revised = await reviseAnnotation({ ...asShown(task), annotationId: late.id, userId });
    expect([late.extra, revised.extra]).toEqual([true, true]);
    expect(await taskRow()).toMatchObject({ annotationCount: 1 });
  });

  test("six at once leave one chain and one current", async () => {
    const first = await submitAnnotation({ ...asShown(task), userId });
    const key = randomUUID();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 6 }, (_, at) =>
        reviseAnnotation({
          ...asShown(task),
          annotationId: first.id,
          userId,
          idempotencyKey: at % 2 ? key : randomUUID(),
        }),
      ),
    );
    const codes = outcomes.filter((outcome) => outcome.status === "rejected").map(({ reason }) => reason.code);
    expect(codes.every((code) => code === "CONFLICT")).toBe(true);
    const rows = await stored();
    expect(rows.filter(({ supersededAt }) => supersededAt === null)).toHaveLength(1);
    expect(await taskRow()).toMatchObject({ annotationCount: 1 });
  });

  test("refuses somebody else's, one revised already and one too long ago", async () => {
    const first = await submitAnnotation({ ...asShown(task), userId });
    const [stranger] = await makeAnnotators(projectId, 1);
    await expect(
      reviseAnnotation({ ...asShown(task), annotationId: first.id, userId: stranger!.id }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    const second = await reviseAnnotation({ ...asShown(task), annotationId: first.id, userId });
    await expect(reviseAnnotation({ ...asShown(task), annotationId: first.id, userId })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await makeTasks(projectId, 50);
    for (let turn = 0; turn < 50; turn++) {
      const next = (await claimTask({ projectId, userId }))!;
      await submitAnnotation({ ...asShown(next), userId });
    }
    await expect(reviseAnnotation({ ...asShown(task), annotationId: second.id, userId })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });
});
