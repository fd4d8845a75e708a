import { beforeAll, describe, expect, test } from "vitest";
import { acceptInvitation } from "../../lib/auth/accept-invitation.ts";
import { createResetLink } from "../../lib/auth/create-reset-link.ts";
import { createUser } from "../../lib/auth/create-user.ts";
import { disableUser } from "../../lib/auth/disable-user.ts";
import { getInvitation } from "../../lib/auth/get-invitation.ts";
import { invitePerson } from "../../lib/auth/invite-person.ts";
import { listPeople } from "../../lib/auth/list-people.ts";
import { requireCapability, rolesIn } from "../../lib/auth/permissions.ts";
import { removeMember } from "../../lib/auth/remove-member.ts";
import { resetPassword } from "../../lib/auth/reset-password.ts";
import { revokeInvitation } from "../../lib/auth/revoke-invitation.ts";
import { setPassword } from "../../lib/auth/set-password.ts";
import { setRole } from "../../lib/auth/set-role.ts";
import { signOutEverywhere } from "../../lib/auth/sign-out-everywhere.ts";
import { verifyCredentials } from "../../lib/auth/verify-credentials.ts";
import { db } from "../../lib/db/client.ts";
import { listProjects } from "../../lib/projects/list-projects.ts";
import { claimTask } from "../../lib/tasks/claim-task.ts";
import { makeProject, makeTasks, makeUser } from "./make.ts";
import { ownDatabase } from "./postgres.ts";

await ownDatabase();

const password = "correct horse";
let root: string;
beforeAll(async () => {
  root = (await makeUser({ role: "admin" })).id;
});

let counter = 0;
async function person() {
  counter += 1;
  const email = `person${counter}@example.org`;
  return await createUser({ email, name: `Person ${counter}`, password, role: null, actorId: null });
}

describe("signing in", () => {
  test("takes the right password in any case of the e-mail, and nothing else", async () => {
    const user = await person();
    expect(await verifyCredentials({ email: ` ${user.email.toUpperCase()} `, password })).toMatchObject({
      id: user.id,
    });
    expect(await verifyCredentials({ email: user.email, password: "wrong horse" })).toBeNull();
    expect(await verifyCredentials({ email: "nobody@example.org", password })).toBeNull();
  });

  test("ten failures lock the account, also when sent at once; a success in between clears the count", async () => {
    const { email, id } = await person();
    for (let attempt = 0; attempt < 9; attempt++) await verifyCredentials({ email, password: "wrong" });
    expect(await verifyCredentials({ email, password })).not.toBeNull();
    await Promise.all(Array.from({ length: 10 }, () => verifyCredentials({ email, password: "wrong" })));
    expect(await verifyCredentials({ email, password })).toBeNull();
    const { lockedUntil } = await db().user.findUniqueOrThrow({ where: { id } });
    expect(lockedUntil!.getTime()).toBeGreaterThan(Date.now() + 14 * 60_000);
    await db().user.update({ where: { id }, data: { lockedUntil: new Date(Date.now() - 1) } });
    expect(await verifyCredentials({ email, password })).not.toBeNull();
  });

  test("an unknown e-mail takes as long as a wrong password", async () => {
    const { email } = await person();
    const time = async (address: string) => {
      const times = [];
      for (let attempt = 0; attempt < 5; attempt++) {
        const start = performance.now();
        await verifyCredentials({ email: address, password: "wrong" });
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b)[2]!;
    };
    await time("warm@example.org");
    expect((await time("nobody@example.org")) / (await time(email))).toBeGreaterThan(0.4);
  });

  test("a disabled person cannot", async () => {
    const { email, id } = await person();
    await disableUser({ userId: id, disabled: true, actorId: root });
    expect(await verifyCredentials({ email, password })).toBeNull();
    await disableUser({ userId: id, disabled: false, actorId: root });
    expect(await verifyCredentials({ email, password })).not.toBeNull();
  });
});

describe("passwords", () => {
  test("have ten characters at least, and a change ends other sessions", async () => {
    const { id, email } = await person();
    await expect(setPassword({ userId: id, currentPassword: password, password: "short" })).rejects.toMatchObject({
      code: "INVALID_INPUT",
    });
    await expect(
      setPassword({ userId: id, currentPassword: "not it", password: "another long one" }),
    ).rejects.toMatchObject({ code: "UNPROCESSABLE" });
    await setPassword({ userId: id, currentPassword: password, password: "another long one" });
    expect(await verifyCredentials({ email, password: "another long one" })).toMatchObject({ sessionVersion: 1 });
  });

  test("are reset by a link, once", async () => {
    const { id, email } = await person();
    const old = await createResetLink({ userId: id, actorId: root });
    const { url } = await createResetLink({ userId: id, actorId: root });
    const token = new URL(url).pathname.split("/").at(-1)!;
    await expect(
      resetPassword({ token: new URL(old.url).pathname.split("/").at(-1)!, password: "a new password" }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    const outcomes = await Promise.allSettled(
      [1, 2, 3].map(() => resetPassword({ token, password: "a new password" })),
    );
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await verifyCredentials({ email, password: "a new password" })).not.toBeNull();
    await expect(resetPassword({ token, password: "a new password" })).rejects.toMatchObject({ code: "EXPIRED" });
    expect(await db().passwordReset.count({ where: { tokenHash: token } })).toBe(0);
  });

  test("an e-mail has one account", async () => {
    const { email } = await person();
    const again = createUser({ email: email.toUpperCase(), name: "x", password, role: null, actorId: null });
    await expect(again).rejects.toMatchObject({ code: "CONFLICT" });
    const twice = await Promise.allSettled(
      [1, 2].map(() =>
        createUser({ email: "twice@example.org", name: "x", password: null, role: null, actorId: null }),
      ),
    );
    expect(twice.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(twice.find((outcome) => outcome.status === "rejected")).toMatchObject({ reason: { code: "CONFLICT" } });
  });
});

describe("invitations", () => {
  const tokenOf = (url: string) => new URL(url).pathname.replace("/invitation/", "");

  test("make a newcomer a member, once", async () => {
    const { id: projectId } = await makeProject();
    const { url } = await invitePerson({ projectId, role: "annotator", actorId: root });
    const token = tokenOf(url);
    expect(await getInvitation({ token })).toMatchObject({ role: "annotator", project: { id: projectId } });
    const newcomer = { email: "new@example.org", name: "New", password };
    const accepted = await acceptInvitation({ token, newcomer });
    expect(await rolesIn({ actor: { id: accepted.userId, installationRole: null }, projectId })).toEqual(["annotator"]);
    expect(await verifyCredentials({ email: "new@example.org", password })).not.toBeNull();
    const second = acceptInvitation({ token, newcomer: { ...newcomer, email: "second@example.org" } });
    await expect(second).rejects.toMatchObject({ code: "EXPIRED" });
    expect(await db().user.count({ where: { email: "second@example.org" } })).toBe(0);
  });

  test("a bad password leaves the invitation open", async () => {
    const { id: projectId } = await makeProject();
    const { url } = await invitePerson({ projectId, role: "annotator", actorId: root });
    const newcomer = { email: "weak@example.org", name: "Weak", password: "short" };
    await expect(acceptInvitation({ token: tokenOf(url), newcomer })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect(await getInvitation({ token: tokenOf(url) })).toMatchObject({ role: "annotator" });
  });

  test("never lower a role, and an address on them binds", async () => {
    const { id: projectId } = await makeProject();
    const admin = await makeUser({ projectId, role: "admin" });
    const { url } = await invitePerson({ projectId, role: "annotator", actorId: root });
    await acceptInvitation({ token: tokenOf(url), userId: admin.id });
    expect(await rolesIn({ actor: { id: admin.id, installationRole: null }, projectId })).toEqual(["admin"]);
    const bound = await invitePerson({ projectId, role: "researcher", email: "only@example.org", actorId: root });
    const other = await person();
    await expect(acceptInvitation({ token: tokenOf(bound.url), userId: other.id })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect((await listPeople({ projectId })).invitations).toMatchObject([{ email: "only@example.org" }]);
    await revokeInvitation({ invitationId: bound.id, projectId, actorId: root });
    await expect(getInvitation({ token: tokenOf(bound.url) })).rejects.toMatchObject({ code: "EXPIRED" });
  });
});

describe("roles", () => {
  test("add up, and a project is invisible without one", async () => {
    const { id: projectId } = await makeProject();
    const user = await makeUser({ role: "researcher" });
    const actor = { id: user.id, installationRole: "researcher" as const };
    expect(await requireCapability(actor, projectId, "exportData")).toBe("researcher");
    await expect(requireCapability(actor, projectId, "annotate")).rejects.toMatchObject({ code: "FORBIDDEN" });
    await setRole({ userId: user.id, projectId, role: "annotator", actorId: root });
    expect(await requireCapability(actor, projectId, "annotate")).toBe("annotator");
    const stranger = await makeUser();
    const nobody = { id: stranger.id, installationRole: null };
    await expect(requireCapability(nobody, projectId, "viewProject")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(requireCapability(nobody, null, "manageInstallation")).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await listProjects({ actor: nobody })).toEqual([]);
    expect((await listProjects({ actor })).find(({ id }) => id === projectId)).toMatchObject({ role: "researcher" });
    await expect(
      requireCapability({ id: root, installationRole: "admin" }, "nothing", "viewProject"),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("the last installation admin stays one, also when two demote each other at once", async () => {
    await db().user.updateMany({ where: { id: { not: root } }, data: { installationRole: null } });
    await expect(setRole({ userId: root, projectId: null, role: null, actorId: root })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    await expect(disableUser({ userId: root, disabled: true, actorId: root })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    const second = (await makeUser({ role: "admin" })).id;
    const outcomes = await Promise.allSettled([
      setRole({ userId: root, projectId: null, role: null, actorId: second }),
      disableUser({ userId: second, disabled: true, actorId: root }),
    ]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await db().user.count({ where: { installationRole: "admin", disabledAt: null } })).toBe(1);
    await db().user.update({ where: { id: root }, data: { installationRole: "admin", disabledAt: null } });
  });

  test("a member who leaves gives back what they hold", async () => {
    const { id: projectId } = await makeProject();
    const [leaver, other] = [
      await makeUser({ projectId, role: "annotator" }),
      await makeUser({ projectId, role: "annotator" }),
    ];
    await makeTasks(projectId, 1);
    const task = await claimTask({ projectId, userId: leaver.id });
    expect(await claimTask({ projectId, userId: other.id })).toBeNull();
    await removeMember({ userId: leaver.id, projectId, actorId: root });
    expect((await claimTask({ projectId, userId: other.id }))!.id).toBe(task!.id);
  });
});

test("every act is in the audit log, with its actor and without secrets", async () => {
  const { id: projectId } = await makeProject();
  const user = await person();
  const invitation = await invitePerson({ projectId, role: "annotator", actorId: root });
  await setRole({ userId: user.id, projectId, role: "researcher", actorId: root });
  await signOutEverywhere({ userId: user.id, actorId: root });
  const reset = await createResetLink({ userId: user.id, actorId: root });
  await removeMember({ userId: user.id, projectId, actorId: root });
  const entries = await db().auditEntry.findMany({ where: { actorId: root }, orderBy: { id: "desc" }, take: 5 });
  expect(entries.map(({ action }) => action).reverse()).toEqual([
    "person.invite",
    "person.setRole",
    "person.signOutEverywhere",
    "person.createResetLink",
    "person.remove",
  ]);
  const secrets = [invitation.url, reset.url].map((url) => url.split("/").at(-1)!);
  const everything = JSON.stringify(await db().auditEntry.findMany());
  for (const secret of [...secrets, password, "argon2"]) expect(everything).not.toContain(secret);
});
