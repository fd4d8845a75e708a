"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { generateCompletions } from "../../../../../lib/completions/generate-completions.ts";
import { addPrompt } from "../../../../../lib/prompts/add-prompt.ts";
import { messagesSchema } from "../../../../../lib/prompts/messages.ts";
import { makeTasks, tasksWanted } from "../../../../../lib/tasks/make-tasks.ts";
import { authoriseAction } from "../../../../_actions/authorise.ts";
import { identifier } from "../../../../_actions/identifier.ts";
import { perform } from "../../../../_actions/perform.ts";

const newPrompt = z.object({
  projectId: identifier,
  messages: messagesSchema,
  tags: z.array(z.string().trim().min(1).max(100)).max(50),
});

export async function add(input: z.input<typeof newPrompt>) {
  return await perform(async () => {
    const { projectId, ...given } = newPrompt.parse(input);
    const actor = await authoriseAction(projectId, "manageProject");
    const added = await addPrompt({ projectId, ...given, actorId: actor.id });
    revalidatePath(`/projects/${projectId}/prompts`);
    return added;
  });
}

const generation = z.object({ projectId: identifier, promptIds: z.array(identifier).min(1).max(1000).nullable() });

export async function generate(input: z.input<typeof generation>) {
  return await perform(async () => {
    const { projectId, promptIds } = generation.parse(input);
    const actor = await authoriseAction(projectId, "manageProject");
    const queued = await generateCompletions({ projectId, promptIds, actorId: actor.id });
    revalidatePath(`/projects/${projectId}/prompts`, "layout");
    return queued;
  });
}

const newTasks = tasksWanted.extend({ projectId: identifier });

export async function make(input: z.input<typeof newTasks>) {
  return await perform(async () => {
    const { projectId, ...wanted } = newTasks.parse(input);
    const actor = await authoriseAction(projectId, "manageProject");
    const made = await makeTasks({ projectId, ...wanted, actorId: actor.id });
    revalidatePath(`/projects/${projectId}/prompts`, "layout");
    return made;
  });
}
