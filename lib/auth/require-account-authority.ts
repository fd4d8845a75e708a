import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";
import type { Actor } from "./actor.ts";

/**
 * Refuses an act on a whole account (reset link, lock, sign-out everywhere) by somebody whose say does not cover all of
 * it: a project's admin may do it only to people who belong to no project but their own and hold no role for every
 * project. Otherwise a reset link would be a way into other projects. Installation admins may do it to anybody.
 * Throws FORBIDDEN, or NOT_FOUND for a person whom the actor shares no project with.
 */
export async function requireAccountAuthority({
  actor,
  userId,
  database = db(),
}: {
  actor: Pick<Actor, "id" | "installationRole">;
  userId: string;
  database?: Database;
}): Promise<void> {
  if (actor.installationRole === "admin") return;
  const [person, administered] = await Promise.all([
    database.user.findUnique({
      where: { id: userId },
      select: { installationRole: true, memberships: { select: { projectId: true } } },
    }),
    database.membership.findMany({ where: { userId: actor.id, role: "admin" }, select: { projectId: true } }),
  ]);
  const own = new Set(administered.map(({ projectId }) => projectId));
  if (!person?.memberships.some(({ projectId }) => own.has(projectId))) {
    throw new AppError("NOT_FOUND", "There is no such person.");
  }
  if (person.installationRole !== null || person.memberships.some(({ projectId }) => !own.has(projectId))) {
    throw new AppError(
      "FORBIDDEN",
      "This person belongs to other projects too. Ask an admin of the installation to do this.",
    );
  }
}
