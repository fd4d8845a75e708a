import { beforeEach, describe, expect, test } from "vitest";
import { submitAnnotation } from "../../lib/annotations/submit-annotation.ts";
import { db } from "../../lib/db/client.ts";
import { claimTask } from "../../lib/tasks/claim-task.ts";
import { extendLease } from "../../lib/tasks/extend-lease.ts";
import { releaseTask } from "../../lib/tasks/release-task.ts";
import { saveDraft } from "../../lib/tasks/save-draft.ts";
import { skipTask } from "../../lib/tasks/skip-task.ts";
import { asShown, makeAnnotators, makeProject, makeTasks } from "./make.ts";
import { ownDatabase } from "./postgres.ts";

await ownDatabase();

let projectId: string;
beforeEach(async () => {
  projectId = (await makeProject()).id;
});

/** Lets every lease run out, as time would. */
async function expireLeases(userId: string) {
  await db().assignment.updateMany({ where: { userId }, data: { leaseExpiresAt: new Date(Date.now() - 1000) } });
}

describe("claiming a task", () => {
  test("returns the one already held, in the same order, with a renewed lease", async () => {
    const [annotator] = await makeAnnotators(projectId, 1);
    await makeTasks(projectId, 3, { completions: 6 });
    const first = (await claimTask({ projectId, userId: annotator!.id }))!;
    await expireLeases(annotator!.id);
    const again = (await claimTask({ projectId, userId: annotator!.id }))!;
    expect(again.id).toBe(first.id);
    expect(again.completions).toEqual(first.completions);
    expect(again.leaseExpiresAt.getTime()).toBeGreaterThan(Date.now() + 29 * 60_000);
  });

  test("holds one ahead and never a third", async () => {
    const userId = (await makeAnnotators(projectId, 1))[0]!.id;
    await makeTasks(projectId, 5);
    const now = (await claimTask({ projectId, userId }))!;
    const next = (await claimTask({ projectId, userId, ahead: true }))!;
    expect(next.id).not.toBe(now.id);
    expect((await claimTask({ projectId, userId, ahead: true }))!.id).toBe(next.id);
    expect((await claimTask({ projectId, userId }))!.id).toBe(now.id);
    await submitAnnotation({ ...asShown(now), userId });
    expect((await claimTask({ projectId, userId }))!.id).toBe(next.id);
  });

  test("never hands one person more than two, however many ask at once", async () => {
    const userId = (await makeAnnotators(projectId, 1))[0]!.id;
    await makeTasks(projectId, 40);
    const single = await Promise.all(Array.from({ length: 12 }, () => claimTask({ projectId, userId })));
    expect(new Set(single.map((task) => task?.id)).size).toBe(1);
    const ahead = await Promise.all(
      Array.from({ length: 12 }, (_, at) => claimTask({ projectId, userId, ahead: at % 2 === 0 })),
    );
    expect(new Set(ahead.map((task) => task?.id)).size).toBe(2);
    expect(await db().assignment.count({ where: { userId } })).toBe(2);
  });

  test("takes priority first, then age", async () => {
    const userId = (await makeAnnotators(projectId, 1))[0]!.id;
    const ordinary = await makeTasks(projectId, 2);
    const urgent = await makeTasks(projectId, 1, { priority: 5 });
    const order = [];
    for (let turn = 0; turn < 3; turn++) {
      const task = (await claimTask({ projectId, userId }))!;
      order.push(task.id);
      await submitAnnotation({ ...asShown(task), userId });
    }
    expect(order).toEqual([urgent[0]!.id, ordinary[0]!.id, ordinary[1]!.id]);
    expect(await claimTask({ projectId, userId })).toBeNull();
  });

  test("never gives a skipped task back to the same person, and gives it to others", async () => {
    const [first, second] = await makeAnnotators(projectId, 2);
    await makeTasks(projectId, 1);
    const task = (await claimTask({ projectId, userId: first!.id }))!;
    await skipTask({ taskId: task.id, userId: first!.id, reason: "I do not speak this language" });
    expect(await claimTask({ projectId, userId: first!.id })).toBeNull();
    expect((await claimTask({ projectId, userId: second!.id }))!.id).toBe(task.id);
  });

  test("reclaims an expired lease for others, and not from them", async () => {
    const [first, second] = await makeAnnotators(projectId, 2);
    await makeTasks(projectId, 1);
    const task = (await claimTask({ projectId, userId: first!.id }))!;
    expect(await claimTask({ projectId, userId: second!.id })).toBeNull();
    await expireLeases(first!.id);
    expect((await claimTask({ projectId, userId: second!.id }))!.id).toBe(task.id);
    expect(await claimTask({ projectId, userId: first!.id })).toBeNull();
    await expect(extendLease({ projectId, taskId: task.id, userId: first!.id })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const { leaseExpiresAt } = await extendLease({ projectId, taskId: task.id, userId: second!.id });
    expect(leaseExpiresAt.getTime()).toBeGreaterThan(Date.now());
  });

  test("a released task stays its holder's until somebody else takes it", async () => {
    const [first, second] = await makeAnnotators(projectId, 2);
    await makeTasks(projectId, 1);
    const task = (await claimTask({ projectId, userId: first!.id }))!;
    await saveDraft({ taskId: task.id, userId: first!.id, draft: { ranking: [[task.completions[0]!.id]] } });
    await releaseTask({ taskId: task.id, userId: first!.id });
    const again = (await claimTask({ projectId, userId: first!.id }))!;
    expect(again.draft).toMatchObject({ ranking: [[task.completions[0]!.id]] });
    await releaseTask({ taskId: task.id, userId: first!.id });
    expect((await claimTask({ projectId, userId: second!.id }))!.id).toBe(task.id);
  });

  test("shows each person an order of their own and nothing about the models", async () => {
    const people = await makeAnnotators(projectId, 12);
    await makeTasks(projectId, 1, { overlap: 12, completions: 5 });
    const views = await Promise.all(people.map(({ id }) => claimTask({ projectId, userId: id })));
    const orders = new Set(views.map((view) => view!.completions.map(({ text }) => text).join()));
    expect(orders.size).toBeGreaterThan(3);
    expect(JSON.stringify(views)).not.toMatch(/source-|model|position/i);
    expect(Object.keys(views[0]!.completions[0]!).sort()).toEqual(["id", "text"]);
  });

  test("gives nothing in an archived project, a cancelled task or another project's", async () => {
    const userId = (await makeAnnotators(projectId, 1))[0]!.id;
    await makeTasks((await makeProject()).id, 1);
    const [task] = await makeTasks(projectId, 1);
    await db().task.update({ where: { id: task!.id }, data: { status: "cancelled" } });
    expect(await claimTask({ projectId, userId })).toBeNull();
    await makeTasks(projectId, 1);
    await db().project.update({ where: { id: projectId }, data: { archivedAt: new Date() } });
    expect(await claimTask({ projectId, userId })).toBeNull();
  });
});

describe("many people at once", () => {
  test("never more holders than the overlap has room for, and everybody is served", async () => {
    const people = await makeAnnotators(projectId, 16);
    await makeTasks(projectId, 8, { overlap: 2 });
    for (let round = 0; round < 5; round++) {
      const claimed = await Promise.all(people.map(({ id }) => claimTask({ projectId, userId: id })));
      expect(claimed.every(Boolean)).toBe(true);
      const holders = new Map<string, number>();
      for (const task of claimed) holders.set(task!.id, (holders.get(task!.id) ?? 0) + 1);
      expect([...holders.values()].sort()).toEqual([2, 2, 2, 2, 2, 2, 2, 2]);
      // Everybody's time runs out at once: each comes back to their own task, not to somebody else's.
      expect(await db().assignment.count({ where: { task: { projectId } } })).toBe(16);
      await Promise.all(people.map(({ id }) => expireLeases(id)));
    }
  });

  test("expired leases, renewals and fresh claims together keep the bound", async () => {
    const people = await makeAnnotators(projectId, 20);
    const tasks = await makeTasks(projectId, 6, { overlap: 3 });
    for (let round = 0; round < 6; round++) {
      await Promise.all(people.map(({ id }, at) => claimTask({ projectId, userId: id, ahead: at % 3 === 0 })));
      for (const { id } of tasks) {
        const live = await db().assignment.count({
          where: { taskId: id, status: "held", leaseExpiresAt: { gt: new Date() } },
        });
        expect(live).toBeLessThanOrEqual(3);
      }
      const gone = people.filter((_, at) => (at + round) % 2 === 0).map(({ id }) => id);
      await db().assignment.updateMany({
        where: { userId: { in: gone } },
        data: { leaseExpiresAt: new Date(Date.now() - 1000) },
      });
    }
  });

  test("works off a project without a duplicate or a loss", async () => {
    const people = await makeAnnotators(projectId, 12);
    const tasks = await makeTasks(projectId, 60, { overlap: 2 });
    await Promise.all(
      people.map(async ({ id: userId }) => {
        for (let task = await claimTask({ projectId, userId }); task; task = await claimTask({ projectId, userId })) {
          await submitAnnotation({ ...asShown(task), userId });
        }
      }),
    );
    const rows = await db().task.findMany({
      where: { projectId },
      include: { annotations: { include: { comparisons: true } } },
    });
    expect(rows).toHaveLength(tasks.length);
    for (const task of rows) {
      expect(task).toMatchObject({ status: "done", annotationCount: 2 });
      expect(new Set(task.annotations.map(({ userId }) => userId)).size).toBe(2);
      expect(task.annotations.map(({ extra, comparisons }) => [extra, comparisons.length])).toEqual([
        [false, 6],
        [false, 6],
      ]);
    }
  });
});
