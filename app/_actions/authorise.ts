import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { type Actor, currentActor, requireActor } from "../../lib/auth/actor.ts";
import { type Capability, requireCapability } from "../../lib/auth/permissions.ts";
import { AppError } from "../../lib/errors.ts";
import type { Role } from "../../lib/generated/prisma/enums.ts";

const actorOfRequest = cache(currentActor);

/**
 * Who looks at a page, and in which role. Somebody not signed in is sent to sign in; for somebody without the
 * capability the page does not exist. `projectId: null` asks for the installation.
 */
export async function authorisePage(
  projectId: string | null,
  capability: Capability,
): Promise<{ actor: Actor; role: Role }> {
  const actor = await actorOfRequest();
  if (!actor) redirect("/sign-in");
  try {
    return { actor, role: await requireCapability(actor, projectId, capability) };
  } catch (error) {
    if (error instanceof AppError && (error.code === "NOT_FOUND" || error.code === "FORBIDDEN")) notFound();
    throw error;
  }
}

/** Who acts in a server action, allowed to. Throws UNAUTHENTICATED, NOT_FOUND or FORBIDDEN. */
export async function authoriseAction(projectId: string | null, capability: Capability): Promise<Actor> {
  const actor = await requireActor();
  await requireCapability(actor, projectId, capability);
  return actor;
}
