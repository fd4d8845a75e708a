"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { createProject } from "../../../../lib/projects/create-project.ts";
import { authoriseAction } from "../../../_actions/authorise.ts";
import { perform } from "../../../_actions/perform.ts";

const newProject = z.object({
  name: z.string().trim().min(1, "A project needs a name.").max(200),
  description: z.string().max(2000),
});

export async function create(input: z.input<typeof newProject>) {
  return await perform(async () => {
    const given = newProject.parse(input);
    const actor = await authoriseAction(null, "manageInstallation");
    const { id } = await createProject({ ...given, actorId: actor.id });
    revalidatePath("/", "layout");
    return { id };
  });
}
