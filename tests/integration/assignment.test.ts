import { beforeEach, describe, expect, test } from "vitest";
import { submitAnnotation } from "../../lib/annotations/submit-annotation.ts";
import { db } from "../../lib/db/client.ts";
import { importLines } from "../../lib/prompts/import-lines.ts";
import { claimTask } from "../../lib/tasks/claim-task.ts";
import { getProgress } from "../../lib/tasks/get-progress.ts";
import { setDemand } from "../../lib/tasks/set-demand.ts";
import { skipTask } from "../../lib/tasks/skip-task.ts";
import { asShown, makeAnnotators, makeProject, makeTasks, makeUser } from "./make.ts";
import { ownDatabase } from "./postgres.ts";

await ownDatabase();

let projectId: string;
let userId: string;
async function start(settings: Parameters<typeof makeProject>[0] = {}) {
  projectId = (await makeProject(settings)).id;
  userId = (await makeAnnotators(projectId, 1))[0]!.id;
}

async function work() {
  const task = await claimTask({ projectId, userId });
  if (task) await submitAnnotation({ ...asShown(task), userId });
  return task;
}

describe("positions", () => {
  beforeEach(() => start());

  test("every place of the lists comes equally often to every position, in an order that varies", async () => {
    const tasks = await makeTasks(projectId, 24, { completions: 4 });
    const listed = await db().taskCompletion.findMany({ where: { taskId: { in: tasks.map(({ id }) => id) } } });
    const placeOf = new Map(listed.map(({ completionId, position }) => [completionId, position]));
    const counts = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
    const orders = new Set<string>();
    for (let n = 1; n < 24; n++) {
      const task = (await work())!;
      const places = task.completions.map(({ id }) => placeOf.get(id)!);
      orders.add(places.join());
      // Numbers begin at 1: the first three are what is left of the block of four before.
      if (n >= 4) for (const [shown, place] of places.entries()) counts[place]![shown]! += 1;
    }
    expect(counts.flat()).toEqual(Array(16).fill(5));
    expect(orders.size).toBeGreaterThan(6);
  });
});

describe("tasks a day", () => {
  beforeEach(() => start({ tasksPerDay: 3 }));

  test("end after so many, skipped ones not counted, and begin again as the day goes", async () => {
    await makeTasks(projectId, 10);
    const skipped = (await claimTask({ projectId, userId }))!;
    await skipTask({ taskId: skipped.id, userId, reason: "odd" });
    for (let n = 0; n < 3; n++) expect(await work()).not.toBeNull();
    expect(await work()).toBeNull();
    expect(await getProgress({ projectId, userId })).toMatchObject({ left: 0, dayFullUntil: expect.any(Date) });
    const dayAgo = new Date(Date.now() - 24 * 60 * 60_000 - 1000);
    const { id } = await db().assignment.findFirstOrThrow({ where: { userId, status: "submitted" } });
    await db().assignment.update({ where: { id }, data: { createdAt: dayAgo } });
    expect(await work()).not.toBeNull();
    expect(await work()).toBeNull();
  });

  test("hold for one person each, and against many requests at once", async () => {
    await makeTasks(projectId, 10);
    for (let n = 0; n < 2; n++) await work();
    const asked = await Promise.all(
      Array.from({ length: 8 }, (_, n) => claimTask({ projectId, userId, ahead: n % 2 === 0 })),
    );
    expect(new Set(asked.filter(Boolean).map((task) => task!.id)).size).toBe(1);
    const other = (await makeAnnotators(projectId, 1))[0]!.id;
    expect(await claimTask({ projectId, userId: other })).not.toBeNull();
  });
});

describe("skills", () => {
  beforeEach(() => start({ skillTags: ["french", "medicine"] }));

  test("prompts that ask for one go to those who have all of them", async () => {
    const tasks = await makeTasks(projectId, 4);
    const tag = (at: number, tags: string[]) =>
      db().prompt.update({ where: { id: tasks[at]!.promptId }, data: { tags } });
    await tag(0, ["french"]);
    await tag(1, ["french", "medicine"]);
    await tag(2, ["short"]);
    expect((await work())!.id).toBe(tasks[2]!.id);
    expect((await work())!.id).toBe(tasks[3]!.id);
    expect(await work()).toBeNull();
    const membership = { where: { userId_projectId: { userId, projectId } } };
    await db().membership.update({ ...membership, data: { skills: ["french"] } });
    expect((await work())!.id).toBe(tasks[0]!.id);
    expect(await work()).toBeNull();
    await db().membership.update({ ...membership, data: { skills: ["medicine", "french", "chess"] } });
    expect((await work())!.id).toBe(tasks[1]!.id);
  });
});

describe("by how many, and how soon", () => {
  beforeEach(() => start());
  const admin = async () => (await makeUser({ projectId, role: "admin" })).id;
  const demandOf = async (id: string) => {
    const { overlap, priority, status } = await db().task.findUniqueOrThrow({ where: { id } });
    return [overlap, priority, status];
  };

  test("a task is judged by as many as somebody says, before others, and opens again where more are asked for", async () => {
    const actorId = await admin();
    const [first, second] = await makeTasks(projectId, 2);
    const set = (taskId: string, demand: object) => setDemand({ projectId, taskId, actorId, ...demand });
    await set(second!.id, { priority: 5 });
    expect((await work())!.id).toBe(second!.id);
    expect(await demandOf(second!.id)).toEqual([1, 5, "done"]);
    await set(second!.id, { overlap: 2 });
    expect(await demandOf(second!.id)).toEqual([2, 5, "open"]);
    const [other] = await makeAnnotators(projectId, 1);
    const again = (await claimTask({ projectId, userId: other!.id }))!;
    expect(again.id).toBe(second!.id);
    await submitAnnotation({ ...asShown(again), userId: other!.id });
    await expect(set(second!.id, { overlap: 1 })).rejects.toMatchObject({ code: "UNPROCESSABLE" });
    await expect(set(first!.id, { overlap: 21 })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(set("x", { overlap: 2 })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await db().auditEntry.count({ where: { projectId, action: "task.setDemand" } })).toBe(2);
  });

  test("a line of an import says it for its task", async () => {
    const completions = ["One.", "Two."].map((text) => ({ text }));
    const body = JSON.stringify({ prompt: "Which?", completions, overlap: 3, priority: 7 });
    await importLines({ projectId, actorId: await admin(), format: "prompts", body });
    expect(await demandOf((await claimTask({ projectId, userId }))!.id)).toEqual([3, 7, "open"]);
  });
});
