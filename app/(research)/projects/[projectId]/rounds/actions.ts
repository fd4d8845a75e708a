"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import type { Actor } from "../../../../../lib/auth/actor.ts";
import { AppError } from "../../../../../lib/errors.ts";
import { cancelRound } from "../../../../../lib/rounds/cancel-round.ts";
import { decideGate } from "../../../../../lib/rounds/decide-gate.ts";
import { findProjectOfRound } from "../../../../../lib/rounds/find-project-of-round.ts";
import { launchRound } from "../../../../../lib/rounds/launch-round.ts";
import { resumeRound } from "../../../../../lib/rounds/resume-round.ts";
import { pairsWanted, startBlindComparison } from "../../../../../lib/rounds/start-blind-comparison.ts";
import { authoriseAction } from "../../../../_actions/authorise.ts";
import { identifier } from "../../../../_actions/identifier.ts";
import { perform } from "../../../../_actions/perform.ts";

const launching = z.object({ projectId: identifier, settings: z.record(z.string(), z.json()) });

export async function launch(input: { projectId: string; settings: Record<string, unknown> }) {
  return await perform(async () => {
    const { projectId, settings } = launching.parse(input);
    const actor = await authoriseAction(projectId, "runRounds");
    const { id, number } = await launchRound({ projectId, actorId: actor.id, settings });
    revalidatePath(`/projects/${projectId}`, "layout");
    return { id, number };
  });
}

const target = z.object({ projectId: identifier, roundId: identifier });

/** Who acts on a round that is of the project they say. */
async function authoriseRound({ projectId, roundId }: z.infer<typeof target>): Promise<Actor> {
  const actor = await authoriseAction(projectId, "runRounds");
  if ((await findProjectOfRound({ roundId })) !== projectId) throw new AppError("NOT_FOUND", "There is no such round.");
  return actor;
}

export async function cancel(input: z.input<typeof target>) {
  return await perform(async () => {
    const { projectId, roundId } = target.parse(input);
    const actor = await authoriseRound({ projectId, roundId });
    await cancelRound({ roundId, actorId: actor.id });
    revalidatePath(`/projects/${projectId}`, "layout");
    return null;
  });
}

export async function resume(input: z.input<typeof target>) {
  return await perform(async () => {
    const { projectId, roundId } = target.parse(input);
    const actor = await authoriseRound({ projectId, roundId });
    await resumeRound({ roundId, actorId: actor.id });
    revalidatePath(`/projects/${projectId}`, "layout");
    return null;
  });
}

const comparison = target.extend({ pairs: pairsWanted });

export async function askPeople(input: z.input<typeof comparison>) {
  return await perform(async () => {
    const { projectId, roundId, pairs } = comparison.parse(input);
    const actor = await authoriseRound({ projectId, roundId });
    await startBlindComparison({ roundId, actorId: actor.id, pairs });
    revalidatePath(`/projects/${projectId}`, "layout");
    return null;
  });
}

const decision = target.extend({
  publish: z.boolean(),
  reason: z.string().trim().min(1, "Say why, for those who read it later.").max(2000),
});

export async function decide(input: z.input<typeof decision>) {
  return await perform(async () => {
    const { projectId, roundId, publish, reason } = decision.parse(input);
    const actor = await authoriseRound({ projectId, roundId });
    await decideGate({ roundId, actorId: actor.id, publish, reason });
    revalidatePath(`/projects/${projectId}`, "layout");
    return null;
  });
}
