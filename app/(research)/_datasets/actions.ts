"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { datasetOptions } from "../../../lib/datasets/options.ts";
import { updateProject } from "../../../lib/projects/update-project.ts";
import { authoriseAction } from "../../_actions/authorise.ts";
import { identifier } from "../../_actions/identifier.ts";
import { perform } from "../../_actions/perform.ts";

const given = z.object({ projectId: identifier, dataset: datasetOptions });

/** What dataset versions take in from now on. */
export async function saveDatasetOptions(input: z.input<typeof given>) {
  return await perform(async () => {
    const { projectId, dataset } = given.parse(input);
    const actor = await authoriseAction(projectId, "manageProject");
    await updateProject({ projectId, actorId: actor.id, settings: { dataset } });
    revalidatePath(`/projects/${projectId}`, "layout");
    return null;
  });
}
