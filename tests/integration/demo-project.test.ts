import { expect, it } from "vitest";
import { createUser } from "../../lib/auth/create-user.ts";
import { db } from "../../lib/db/client.ts";
import { createDemoProject } from "../../lib/projects/create-demo-project.ts";
import { demoPrompts } from "../../lib/projects/demo/prompts.ts";
import { ownDatabase } from "./postgres.ts";

await ownDatabase();

it("makes the demo project once, with every prompt on its side and its owner as admin", async () => {
  const owner = await createUser({
    email: "owner@example.org",
    name: "Owner",
    password: "correct horse battery",
    role: "admin",
    actorId: null,
  });
  const first = await createDemoProject({ ownerId: owner.id });
  const second = await createDemoProject({ ownerId: owner.id });
  expect(first.created).toBe(true);
  expect(second).toEqual({ projectId: first.projectId, created: false });

  const { projectId } = first;
  const sides = await db().prompt.groupBy({ by: ["split"], where: { projectId }, _count: true });
  const counts = Object.fromEntries(sides.map(({ split, _count }) => [split, _count]));
  expect((counts.train ?? 0) + (counts.validation ?? 0) + (counts.gold ?? 0)).toBe(demoPrompts.length);
  // Enough on each side for a round: something to learn from, something to judge it by.
  expect(counts.train).toBeGreaterThanOrEqual(60);
  expect(counts.validation).toBeGreaterThanOrEqual(12);
  expect(counts.gold).toBeGreaterThanOrEqual(5);
  expect(await db().membership.findFirst({ where: { projectId } })).toMatchObject({ userId: owner.id, role: "admin" });
});
