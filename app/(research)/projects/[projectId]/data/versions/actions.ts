"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { freezeNow } from "../../../../../../lib/datasets/freeze-now.ts";
import { authoriseAction } from "../../../../../_actions/authorise.ts";
import { identifier } from "../../../../../_actions/identifier.ts";
import { perform } from "../../../../../_actions/perform.ts";

const target = z.object({ projectId: identifier });

export async function freeze(input: z.input<typeof target>) {
  return await perform(async () => {
    const { projectId } = target.parse(input);
    const actor = await authoriseAction(projectId, "exportData");
    const version = await freezeNow({ projectId, actorId: actor.id });
    revalidatePath(`/projects/${projectId}/data`, "layout");
    return version;
  });
}
