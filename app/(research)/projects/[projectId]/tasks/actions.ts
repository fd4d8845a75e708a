"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { cancelTask } from "../../../../../lib/tasks/cancel-task.ts";
import { demand, setDemand } from "../../../../../lib/tasks/set-demand.ts";
import { authoriseAction } from "../../../../_actions/authorise.ts";
import { identifier } from "../../../../_actions/identifier.ts";
import { perform } from "../../../../_actions/perform.ts";

const target = z.object({ projectId: identifier, taskId: identifier });

export async function cancel(input: z.input<typeof target>) {
  return await perform(async () => {
    const { projectId, taskId } = target.parse(input);
    const actor = await authoriseAction(projectId, "manageProject");
    await cancelTask({ projectId, taskId, actorId: actor.id });
    revalidatePath(`/projects/${projectId}/tasks`);
    return null;
  });
}

const wanted = target.extend(demand.shape);

export async function changeDemand(input: z.input<typeof wanted>) {
  return await perform(async () => {
    const { projectId, ...given } = wanted.parse(input);
    const actor = await authoriseAction(projectId, "manageProject");
    await setDemand({ projectId, ...given, actorId: actor.id });
    revalidatePath(`/projects/${projectId}/tasks`);
    return null;
  });
}
