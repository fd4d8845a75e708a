"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { createResetLink } from "../../../lib/auth/create-reset-link.ts";
import { disableUser } from "../../../lib/auth/disable-user.ts";
import { invitePerson } from "../../../lib/auth/invite-person.ts";
import { leave } from "../../../lib/auth/leave.ts";
import { removeMember } from "../../../lib/auth/remove-member.ts";
import { requireAccountAuthority } from "../../../lib/auth/require-account-authority.ts";
import { revokeInvitation } from "../../../lib/auth/revoke-invitation.ts";
import { setRole } from "../../../lib/auth/set-role.ts";
import { setSkills } from "../../../lib/auth/set-skills.ts";
import { signOutEverywhere } from "../../../lib/auth/sign-out-everywhere.ts";
import { authoriseAction } from "../../_actions/authorise.ts";
import { identifier } from "../../_actions/identifier.ts";
import { perform } from "../../_actions/perform.ts";

/** Null: the whole installation. */
const scope = z.object({ projectId: identifier.nullable() });
const person = scope.extend({ userId: identifier });
const role = z.enum(["admin", "researcher", "annotator"]);

function revalidatePeople(projectId: string | null) {
  revalidatePath(projectId === null ? "/admin/people" : `/projects/${projectId}/people`);
}

const invitation = scope.extend({ role, email: z.string().max(320) });

export async function invite(input: z.input<typeof invitation>) {
  return await perform(async () => {
    const { projectId, ...given } = invitation.parse(input);
    const actor = await authoriseAction(projectId, "managePeople");
    const { url, expiresAt } = await invitePerson({ projectId, ...given, actorId: actor.id });
    revalidatePeople(projectId);
    return { url, expiresAt };
  });
}

const withdrawal = scope.extend({ invitationId: identifier });

export async function withdrawInvitation(input: z.input<typeof withdrawal>) {
  return await perform(async () => {
    const { projectId, invitationId } = withdrawal.parse(input);
    const actor = await authoriseAction(projectId, "managePeople");
    await revokeInvitation({ projectId, invitationId, actorId: actor.id });
    revalidatePeople(projectId);
    return null;
  });
}

const roleChange = person.extend({ role: role.nullable() });

export async function changeRole(input: z.input<typeof roleChange>) {
  return await perform(async () => {
    const { projectId, ...change } = roleChange.parse(input);
    const actor = await authoriseAction(projectId, "managePeople");
    await setRole({ projectId, ...change, actorId: actor.id });
    revalidatePeople(projectId);
    return null;
  });
}

const membership = z.object({ projectId: identifier, userId: identifier });

export async function removePerson(input: z.input<typeof membership>) {
  return await perform(async () => {
    const { projectId, userId } = membership.parse(input);
    const actor = await authoriseAction(projectId, "managePeople");
    await removeMember({ projectId, userId, actorId: actor.id });
    revalidatePeople(projectId);
    return null;
  });
}

export async function makeResetLink(input: z.input<typeof person>) {
  return await perform(async () => {
    const { projectId, userId } = person.parse(input);
    const actor = await authoriseAction(projectId, "managePeople");
    await requireAccountAuthority({ actor, userId });
    return await createResetLink({ userId, actorId: actor.id });
  });
}

const skills = membership.extend({ skills: z.array(z.string().max(100)).max(50) });

export async function changeSkills(input: z.input<typeof skills>) {
  return await perform(async () => {
    const { projectId, ...change } = skills.parse(input);
    const actor = await authoriseAction(projectId, "managePeople");
    await setSkills({ projectId, ...change, actorId: actor.id });
    revalidatePeople(projectId);
    return null;
  });
}

export async function deleteAccount(input: z.input<typeof person>) {
  return await perform(async () => {
    const { projectId, userId } = person.parse(input);
    const actor = await authoriseAction(projectId, "managePeople");
    await requireAccountAuthority({ actor, userId });
    await leave({ userId, actorId: actor.id });
    revalidatePeople(projectId);
    return null;
  });
}

const lock = person.extend({ locked: z.boolean() });

export async function setLocked(input: z.input<typeof lock>) {
  return await perform(async () => {
    const { projectId, userId, locked } = lock.parse(input);
    const actor = await authoriseAction(projectId, "managePeople");
    await requireAccountAuthority({ actor, userId });
    await disableUser({ userId, disabled: locked, actorId: actor.id });
    revalidatePeople(projectId);
    return null;
  });
}

export async function signPersonOut(input: z.input<typeof person>) {
  return await perform(async () => {
    const { projectId, userId } = person.parse(input);
    const actor = await authoriseAction(projectId, "managePeople");
    await requireAccountAuthority({ actor, userId });
    await signOutEverywhere({ userId, actorId: actor.id });
    return null;
  });
}
