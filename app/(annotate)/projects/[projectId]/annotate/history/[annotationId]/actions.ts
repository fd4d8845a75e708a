"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { findProjectOfAnnotation } from "../../../../../../../lib/annotations/find-project-of-annotation.ts";
import { reviseAnnotation } from "../../../../../../../lib/annotations/revise-annotation.ts";
import { submissionSchema } from "../../../../../../../lib/annotations/submission.ts";
import { authoriseAction } from "../../../../../../_actions/authorise.ts";
import { identifier } from "../../../../../../_actions/identifier.ts";
import { perform } from "../../../../../../_actions/perform.ts";

const revision = z.object({ annotationId: identifier, submission: submissionSchema });

/** Replaces one of the actor's own last submissions; the old one stays, superseded. */
export async function submitAgain(input: z.input<typeof revision>) {
  return await perform(async () => {
    const { annotationId, submission } = revision.parse(input);
    const projectId = await findProjectOfAnnotation({ annotationId });
    const actor = await authoriseAction(projectId, "annotate");
    await reviseAnnotation({ ...submission, annotationId, userId: actor.id });
    revalidatePath(`/projects/${projectId}/annotate/history`);
    return null;
  });
}
