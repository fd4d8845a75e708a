import { beforeEach, expect, test } from "vitest";
import { rolesIn } from "../../lib/auth/permissions.ts";
import { removeMember } from "../../lib/auth/remove-member.ts";
import { setRole } from "../../lib/auth/set-role.ts";
import { db } from "../../lib/db/client.ts";
import type { Role } from "../../lib/generated/prisma/enums.ts";
import { deleteGroup } from "../../lib/groups/delete-group.ts";
import { listGroups } from "../../lib/groups/list-groups.ts";
import { saveGroup } from "../../lib/groups/save-group.ts";
import { claimTask } from "../../lib/tasks/claim-task.ts";
import { makeProject, makeTasks, makeUser } from "./make.ts";
import { ownDatabase } from "./postgres.ts";

await ownDatabase();

let projectId: string;
let actorId: string;
let ada: string;
let bob: string;
beforeEach(async () => {
  await db().group.deleteMany();
  projectId = (await makeProject()).id;
  actorId = (await makeUser({ role: "admin" })).id;
  ada = (await makeUser()).id;
  bob = (await makeUser()).id;
});

const rolesOf = (id: string) => rolesIn({ actor: { id, installationRole: null }, projectId });
const save = (name: string, memberIds: string[], role: Role | null, groupId: string | null = null) =>
  saveGroup({ groupId, actorId, name, memberIds, roles: role ? [{ projectId, role }] : [] });

test("a group gives its people a role and takes it away again, with the tasks they hold", async () => {
  const { id } = await save("Readers", [ada, bob], "annotator");
  expect([await rolesOf(ada), await rolesOf(bob)]).toEqual([["annotator"], ["annotator"]]);
  await makeTasks(projectId, 1);
  const task = await claimTask({ projectId, userId: ada });
  expect(await claimTask({ projectId, userId: bob })).toBeNull();
  await save("Readers", [bob], "annotator", id);
  expect(await rolesOf(ada)).toEqual([]);
  expect((await claimTask({ projectId, userId: bob }))!.id).toBe(task!.id);
  await deleteGroup({ groupId: id, actorId });
  expect(await rolesOf(bob)).toEqual([]);
});

test("of several groups the strongest role counts; one's own goes before all", async () => {
  await save("A", [ada], "annotator");
  const strong = await save("B", [ada], "researcher");
  expect(await rolesOf(ada)).toEqual(["researcher"]);
  await setRole({ userId: ada, projectId, role: "annotator", actorId });
  expect(await rolesOf(ada)).toEqual(["annotator"]);
  await removeMember({ userId: ada, projectId, actorId });
  expect(await rolesOf(ada)).toEqual(["researcher"]);
  await deleteGroup({ groupId: strong.id, actorId });
  expect(await rolesOf(ada)).toEqual(["annotator"]);
  await expect(removeMember({ userId: ada, projectId, actorId })).rejects.toMatchObject({ code: "CONFLICT" });
});

test("two changes at once leave what both say", async () => {
  await Promise.all([
    save("A", [ada], "annotator"),
    save("B", [bob], "annotator"),
    save("C", [ada, bob], "researcher"),
  ]);
  expect([await rolesOf(ada), await rolesOf(bob)]).toEqual([["researcher"], ["researcher"]]);
  expect((await listGroups()).map(({ name, members }) => [name, members.length])).toEqual([
    ["A", 1],
    ["B", 1],
    ["C", 2],
  ]);
});

test("a name is taken once, people and projects must be there", async () => {
  await save("A", [], null);
  await expect(save("A", [], null)).rejects.toMatchObject({ code: "CONFLICT" });
  await expect(save("D", ["nobody"], null)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(save(" ", [], null)).rejects.toMatchObject({ code: "INVALID_INPUT" });
  await expect(save("D", [], null, "no-such-group")).rejects.toMatchObject({ code: "NOT_FOUND" });
});
