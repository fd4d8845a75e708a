"use server";

import { z } from "zod";
import { acceptInvitation } from "../../../../lib/auth/accept-invitation.ts";
import { requireActor } from "../../../../lib/auth/actor.ts";
import { perform } from "../../../_actions/perform.ts";

const token = z.string().min(1).max(200);
const newcomer = z.object({ email: z.string().max(320), name: z.string().max(200), password: z.string().max(1000) });

/** The token is the authorisation: whoever has the link may join by it, once. */
export async function join(input: { token: string; newcomer: z.input<typeof newcomer> }) {
  return await perform(async () => {
    const { email } = await acceptInvitation({
      token: token.parse(input.token),
      newcomer: newcomer.parse(input.newcomer),
    });
    return { email };
  });
}

/** Takes the invitation up as the person signed in. */
export async function accept(input: { token: string }) {
  return await perform(async () => {
    const actor = await requireActor();
    await acceptInvitation({ token: token.parse(input.token), userId: actor.id });
    return null;
  });
}
