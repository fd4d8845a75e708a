"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { archiveProject } from "../../../../../lib/projects/archive-project.ts";
import { projectSettings } from "../../../../../lib/projects/settings.ts";
import { updateProject } from "../../../../../lib/projects/update-project.ts";
import { publishConsentForm } from "../../../../../lib/quality/consent.ts";
import { roundSettings } from "../../../../../lib/rounds/settings.ts";
import { authoriseAction } from "../../../../_actions/authorise.ts";
import { identifier } from "../../../../_actions/identifier.ts";
import { perform } from "../../../../_actions/perform.ts";

const naming = z.object({
  projectId: identifier,
  name: z.string().trim().min(1, "A project needs a name.").max(200),
  description: z.string().max(2000),
});

export async function rename(input: z.input<typeof naming>) {
  return await perform(async () => {
    const { projectId, ...texts } = naming.parse(input);
    const actor = await authoriseAction(projectId, "manageProject");
    await updateProject({ projectId, actorId: actor.id, ...texts });
    revalidatePath(`/projects/${projectId}`, "layout");
    return null;
  });
}

const target = z.object({ projectId: identifier });
const changeable = projectSettings.omit({ round: true });

/** Changes the top-level settings given; the others stay as somebody else may have set them meanwhile. */
export async function saveProjectSettings(input: { projectId: string; settings: Record<string, unknown> }) {
  return await perform(async () => {
    const { projectId } = target.parse(input);
    const actor = await authoriseAction(projectId, "manageProject");
    const parsed = changeable.partial().parse(input.settings);
    const given = Object.entries(parsed).filter(([name]) => name in input.settings);
    await updateProject({ projectId, actorId: actor.id, settings: Object.fromEntries(given) });
    revalidatePath(`/projects/${projectId}`, "layout");
    return null;
  });
}

/** Keeps only what differs from the round's own defaults, so that a better default of a later version arrives. */
export async function saveRoundDefaults(input: { projectId: string; settings: Record<string, unknown> }) {
  return await perform(async () => {
    const { projectId } = target.parse(input);
    const actor = await authoriseAction(projectId, "manageProject");
    roundSettings.parse(input.settings);
    const round = z.record(z.string(), z.json()).parse(input.settings);
    await updateProject({ projectId, actorId: actor.id, settings: { round } });
    revalidatePath(`/projects/${projectId}`, "layout");
    return null;
  });
}

const archival = z.object({ projectId: identifier, archived: z.boolean() });

export async function setArchived(input: z.input<typeof archival>) {
  return await perform(async () => {
    const { projectId, archived } = archival.parse(input);
    const actor = await authoriseAction(projectId, "manageProject");
    await archiveProject({ projectId, archived, actorId: actor.id });
    revalidatePath("/", "layout");
    return null;
  });
}

const consent = target.extend({ text: z.string().max(50_000) });

export async function publishConsent(input: z.input<typeof consent>) {
  return await perform(async () => {
    const { projectId, text } = consent.parse(input);
    const actor = await authoriseAction(projectId, "manageProject");
    await publishConsentForm({ projectId, text, actorId: actor.id });
    revalidatePath(`/projects/${projectId}/settings`);
    return null;
  });
}
