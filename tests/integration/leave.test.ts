import { expect, test } from "vitest";
import { submitAnnotation } from "../../lib/annotations/submit-annotation.ts";
import { createApiToken } from "../../lib/auth/create-api-token.ts";
import { createUser } from "../../lib/auth/create-user.ts";
import { leave } from "../../lib/auth/leave.ts";
import { listPeople } from "../../lib/auth/list-people.ts";
import { verifyCredentials } from "../../lib/auth/verify-credentials.ts";
import { db } from "../../lib/db/client.ts";
import type { ProjectInput } from "../../lib/projects/create-project.ts";
import { claimTask } from "../../lib/tasks/claim-task.ts";
import { saveDraft } from "../../lib/tasks/save-draft.ts";
import { asShown, makeProject, makeTasks, makeUser } from "./make.ts";
import { ownDatabase } from "./postgres.ts";

await ownDatabase();

const email = "grace.hopper@example.org";
const password = "a long enough password";

/** A person with a submission, a comment, and a task in hand, in a project with these settings. */
async function atWork(settings: ProjectInput["settings"]) {
  const projectId = (await makeProject(settings)).id;
  const { id: userId } = await createUser({
    email,
    name: "Grace Hopper",
    password,
    role: "annotator",
    projectId,
    actorId: null,
  });
  await makeTasks(projectId, 2);
  const done = (await claimTask({ projectId, userId }))!;
  const flags = [{ completionId: null, reason: "other", note: "I, Grace, saw this" }];
  const { id: annotationId } = await submitAnnotation({ ...asShown(done), userId, flags, comment: "By Grace" });
  await db().taskComment.create({ data: { taskId: done.id, userId, text: "Grace here" } });
  const held = (await claimTask({ projectId, userId }))!;
  await saveDraft({ taskId: held.id, userId, draft: { kind: "rank", ranking: [], comment: "Grace's draft" } });
  await createApiToken({ userId, name: "Grace's script" });
  return { projectId, userId, annotationId, heldId: held.id };
}

/** Every table that repeats a word anywhere. */
async function tablesWith(word: string): Promise<string[]> {
  const tables = await db().$queryRaw<{ name: string }[]>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND left(tablename, 1) <> '_'`;
  const found = [];
  for (const { name } of tables) {
    const rows = await db().$queryRawUnsafe<unknown[]>(
      `SELECT FROM "${name}" AS t WHERE t::text ILIKE '%${word}%' LIMIT 1`,
    );
    if (rows.length > 0) found.push(name);
  }
  return found.sort();
}

test("who leaves takes everything along but the judgements, which stay under the pseudonym", async () => {
  const { projectId, userId, annotationId, heldId } = await atWork({ whenSomebodyLeaves: "erase" });
  expect(await tablesWith("grace")).not.toEqual([]);
  const before = await db().annotation.findUniqueOrThrow({ where: { id: annotationId } });
  const { pseudonym } = await leave({ userId, actorId: userId });

  expect(await tablesWith("grace")).toEqual([]);
  const after = await db().annotation.findUniqueOrThrow({ where: { id: annotationId }, include: { user: true } });
  expect(after).toMatchObject({ ranking: before.ranking, shownOrder: before.shownOrder, comment: "" });
  expect(after.flags).toMatchObject([{ reason: "other", note: "" }]);
  expect(after.user).toMatchObject({ pseudonym, email: `${pseudonym}@left.invalid`, passwordHash: null });
  expect(await db().comparison.count({ where: { annotationId } })).toBe(6);

  expect(await verifyCredentials({ email, password })).toBeNull();
  expect((await listPeople({ projectId: null })).people).toEqual([]);
  const other = await makeUser({ projectId, role: "annotator" });
  expect((await claimTask({ projectId, userId: other.id }))!.id).toBe(heldId);
  await expect(leave({ userId, actorId: null })).rejects.toMatchObject({ code: "NOT_FOUND" });
  // The address is free again.
  await createUser({ email, name: "Somebody else", password: null, role: null, actorId: null });
  await db().user.deleteMany({ where: { email } });
});

test("where a project keeps comments they stay, and nothing else does", async () => {
  const { userId } = await atWork({ whenSomebodyLeaves: "keep" });
  await leave({ userId, actorId: null });
  expect(await tablesWith("grace")).toEqual(["Annotation", "TaskComment"]);
});

test("the last admin of the installation stays", async () => {
  const { id } = await makeUser({ role: "admin" });
  await expect(leave({ userId: id, actorId: id })).rejects.toMatchObject({ code: "CONFLICT" });
});
