"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { acceptConsent } from "../../../../../../lib/quality/consent.ts";
import { authoriseAction } from "../../../../../_actions/authorise.ts";
import { identifier } from "../../../../../_actions/identifier.ts";
import { perform } from "../../../../../_actions/perform.ts";

const accepted = z.object({ projectId: identifier, formId: identifier });

export async function accept(input: z.input<typeof accepted>) {
  return await perform(async () => {
    const { projectId, formId } = accepted.parse(input);
    const actor = await authoriseAction(projectId, "annotate");
    await acceptConsent({ projectId, userId: actor.id, formId });
    revalidatePath(`/projects/${projectId}/annotate`);
    return null;
  });
}
