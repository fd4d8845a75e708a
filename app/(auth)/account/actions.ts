"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { requireActor } from "../../../lib/auth/actor.ts";
import { createApiToken } from "../../../lib/auth/create-api-token.ts";
import { leave } from "../../../lib/auth/leave.ts";
import { revokeApiToken } from "../../../lib/auth/revoke-api-token.ts";
import { revokeSession } from "../../../lib/auth/revoke-session.ts";
import { setPassword } from "../../../lib/auth/set-password.ts";
import { signOutEverywhere } from "../../../lib/auth/sign-out-everywhere.ts";
import { count } from "../../../lib/http/rate-limit.ts";
import { identifier } from "../../_actions/identifier.ts";
import { perform } from "../../_actions/perform.ts";

// Everybody may do these things, to their own account.

const passwords = z.object({ currentPassword: z.string().max(1000), password: z.string().max(1000) });

export async function changePassword(input: z.input<typeof passwords>) {
  return await perform(async () => {
    const actor = await requireActor();
    await count("signInToAccount", actor.email);
    await setPassword({ userId: actor.id, ...passwords.parse(input) });
    return null;
  });
}

const naming = z.object({ name: z.string().max(1000) });

/** The token comes back this once. */
export async function createToken(input: z.input<typeof naming>) {
  return await perform(async () => {
    const actor = await requireActor();
    const { token } = await createApiToken({ userId: actor.id, ...naming.parse(input) });
    revalidatePath("/account");
    return { token };
  });
}

const revocation = z.object({ tokenId: identifier });

export async function revokeToken(input: z.input<typeof revocation>) {
  return await perform(async () => {
    const actor = await requireActor();
    await revokeApiToken({ userId: actor.id, ...revocation.parse(input) });
    revalidatePath("/account");
    return null;
  });
}

const ending = z.object({ sessionId: identifier });

export async function endSession(input: z.input<typeof ending>) {
  return await perform(async () => {
    const actor = await requireActor();
    await revokeSession({ userId: actor.id, ...ending.parse(input) });
    revalidatePath("/account");
    return null;
  });
}

export async function endAllSessions() {
  return await perform(async () => {
    const actor = await requireActor();
    await signOutEverywhere({ userId: actor.id, actorId: actor.id });
    return null;
  });
}

/** Cannot be undone. */
export async function leaveForGood() {
  return await perform(async () => {
    const actor = await requireActor();
    await leave({ userId: actor.id, actorId: actor.id });
    return null;
  });
}
