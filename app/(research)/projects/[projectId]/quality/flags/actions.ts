"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { decideFlags } from "../../../../../../lib/quality/decide-flags.ts";
import { authoriseAction } from "../../../../../_actions/authorise.ts";
import { identifier } from "../../../../../_actions/identifier.ts";
import { perform } from "../../../../../_actions/perform.ts";

const decision = z.object({
  projectId: identifier,
  taskId: identifier,
  leavesOut: z.boolean(),
  note: z.string().max(1000),
});

export async function decide(input: z.input<typeof decision>) {
  return await perform(async () => {
    const { projectId, ...given } = decision.parse(input);
    const actor = await authoriseAction(projectId, "judgeAsExpert");
    await decideFlags({ projectId, ...given, actorId: actor.id });
    revalidatePath(`/projects/${projectId}`, "layout");
    return null;
  });
}
