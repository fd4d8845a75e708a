"use server";

import { z } from "zod";
import { resetPassword } from "../../../../lib/auth/reset-password.ts";
import { perform } from "../../../_actions/perform.ts";

const reset = z.object({ token: z.string().min(1).max(200), password: z.string().max(1000) });

/** The token is the authorisation: whoever has the link may set the password by it, once. */
export async function setNewPassword(input: z.input<typeof reset>) {
  return await perform(async () => await resetPassword(reset.parse(input)));
}
