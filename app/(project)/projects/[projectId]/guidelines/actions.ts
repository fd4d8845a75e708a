"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { updateProject } from "../../../../../lib/projects/update-project.ts";
import { authoriseAction } from "../../../../_actions/authorise.ts";
import { identifier } from "../../../../_actions/identifier.ts";
import { perform } from "../../../../_actions/perform.ts";

const change = z.object({ projectId: identifier, guidelines: z.string().max(100_000) });

export async function saveGuidelines(input: z.input<typeof change>) {
  return await perform(async () => {
    const { projectId, guidelines } = change.parse(input);
    const actor = await authoriseAction(projectId, "manageProject");
    await updateProject({ projectId, guidelines, actorId: actor.id });
    revalidatePath(`/projects/${projectId}`, "layout");
    return null;
  });
}
