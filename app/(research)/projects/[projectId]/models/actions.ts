"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { AppError } from "../../../../../lib/errors.ts";
import { activateModel } from "../../../../../lib/models/activate-model.ts";
import { getModel } from "../../../../../lib/models/get-model.ts";
import { authoriseAction } from "../../../../_actions/authorise.ts";
import { identifier } from "../../../../_actions/identifier.ts";
import { perform } from "../../../../_actions/perform.ts";

const target = z.object({ projectId: identifier, modelVersionId: identifier });

/** Back (or forward again) to a version that was published before, or to the base. A candidate is decided on its round. */
export async function rollBack(input: z.input<typeof target>) {
  return await perform(async () => {
    const { projectId, modelVersionId } = target.parse(input);
    const actor = await authoriseAction(projectId, "runRounds");
    const version = await getModel({ projectId, modelVersionId });
    if (version.kind !== "base" && version.activatedAt === null) {
      throw new AppError("CONFLICT", `${version.name} was never published. Decide about it on the page of its round.`);
    }
    await activateModel({ projectId, modelVersionId, actorId: actor.id });
    revalidatePath(`/projects/${projectId}`, "layout");
    return null;
  });
}
