"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { suspicionKinds } from "../../../../../../lib/quality/assessment.ts";
import { dismissSuspicion } from "../../../../../../lib/quality/dismiss-suspicion.ts";
import { excludeAnnotator, readmitAnnotator } from "../../../../../../lib/quality/exclude-annotator.ts";
import { passQualification } from "../../../../../../lib/quality/qualify.ts";
import { authoriseAction } from "../../../../../_actions/authorise.ts";
import { identifier } from "../../../../../_actions/identifier.ts";
import { perform } from "../../../../../_actions/perform.ts";

const target = z.object({ projectId: identifier, userId: identifier });
const withReason = target.extend({ reason: z.string().max(1000) });

export async function exclude(input: z.input<typeof withReason>) {
  return await perform(async () => {
    const { projectId, ...given } = withReason.parse(input);
    const actor = await authoriseAction(projectId, "managePeople");
    await excludeAnnotator({ projectId, ...given, actorId: actor.id });
    revalidatePath(`/projects/${projectId}/quality`, "layout");
    return null;
  });
}

export async function readmit(input: z.input<typeof target>) {
  return await perform(async () => {
    const { projectId, userId } = target.parse(input);
    const actor = await authoriseAction(projectId, "managePeople");
    await readmitAnnotator({ projectId, userId, actorId: actor.id });
    revalidatePath(`/projects/${projectId}/quality`, "layout");
    return null;
  });
}

export async function letIn(input: z.input<typeof target>) {
  return await perform(async () => {
    const { projectId, userId } = target.parse(input);
    const actor = await authoriseAction(projectId, "managePeople");
    await passQualification({ projectId, userId, actorId: actor.id });
    revalidatePath(`/projects/${projectId}/quality`, "layout");
    return null;
  });
}

const looked = target.extend({ kind: z.enum(suspicionKinds), note: z.string().max(1000) });

export async function dismiss(input: z.input<typeof looked>) {
  return await perform(async () => {
    const { projectId, ...given } = looked.parse(input);
    const actor = await authoriseAction(projectId, "managePeople");
    await dismissSuspicion({ projectId, ...given, actorId: actor.id });
    revalidatePath(`/projects/${projectId}/quality`, "layout");
    return null;
  });
}
