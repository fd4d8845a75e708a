"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { makeGold, retireGold } from "../../../../../../lib/quality/gold.ts";
import { resolveTask } from "../../../../../../lib/quality/resolve-task.ts";
import { authoriseAction } from "../../../../../_actions/authorise.ts";
import { identifier } from "../../../../../_actions/identifier.ts";
import { perform } from "../../../../../_actions/perform.ts";

const target = z.object({ projectId: identifier, taskId: identifier });
const ranked = target.extend({
  ranking: z.array(z.array(identifier).min(1).max(9)).min(1).max(9),
  words: z.string().max(2000),
});

export async function makeGoldTask(input: z.input<typeof ranked>) {
  return await perform(async () => {
    const { projectId, taskId, ranking, words } = ranked.parse(input);
    const actor = await authoriseAction(projectId, "judgeAsExpert");
    await makeGold({ projectId, taskId, ranking, explanation: words, actorId: actor.id });
    revalidatePath(`/projects/${projectId}/quality`, "layout");
    return null;
  });
}

export async function retire(input: z.input<typeof target>) {
  return await perform(async () => {
    const { projectId, taskId } = target.parse(input);
    const actor = await authoriseAction(projectId, "judgeAsExpert");
    await retireGold({ projectId, taskId, actorId: actor.id });
    revalidatePath(`/projects/${projectId}/quality`, "layout");
    return null;
  });
}

export async function settle(input: z.input<typeof ranked>) {
  return await perform(async () => {
    const { projectId, taskId, ranking, words } = ranked.parse(input);
    const actor = await authoriseAction(projectId, "judgeAsExpert");
    await resolveTask({ projectId, taskId, ranking, comment: words, actorId: actor.id });
    revalidatePath(`/projects/${projectId}/quality`, "layout");
    return null;
  });
}
