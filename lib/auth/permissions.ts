import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";
import type { Role } from "../generated/prisma/enums.ts";
import type { Actor } from "./actor.ts";

/** Everything that may be allowed or refused, and to whom. The one place that says so. */
const rolesByCapability = {
  /** See that the project exists: its name and guidelines. */
  viewProject: ["admin", "researcher", "annotator"],
  /** Claim tasks and submit annotations. */
  annotate: ["admin", "annotator"],
  /** Look at prompts, completions, annotations, rounds and models. */
  viewData: ["admin", "researcher"],
  exportData: ["admin", "researcher"],
  importData: ["admin"],
  /** Settings, guidelines, prompts, tasks, archive. */
  manageProject: ["admin"],
  managePeople: ["admin"],
  runRounds: ["admin"],
  viewAudit: ["admin"],
  /** Projects, people and tokens of the whole installation: admins by installation role only. */
  manageInstallation: ["admin"],
} as const satisfies Record<string, readonly Role[]>;

export type Capability = keyof typeof rolesByCapability;

/** Whether a role carries a capability. */
export function can(role: Role | null | undefined, capability: Capability): boolean {
  const roles: readonly Role[] = rolesByCapability[capability];
  return role != null && roles.includes(role);
}

const strongestFirst: readonly Role[] = ["admin", "researcher", "annotator"];

/** The roles a person holds in a project: the one for every project and the membership, strongest first. */
export async function rolesIn({
  actor,
  projectId,
  database = db(),
}: {
  actor: Pick<Actor, "id" | "installationRole">;
  projectId: string;
  database?: Database;
}): Promise<Role[]> {
  const membership = await database.membership.findUnique({
    where: { userId_projectId: { userId: actor.id, projectId } },
    select: { role: true },
  });
  const held = [actor.installationRole, membership?.role];
  return strongestFirst.filter((role) => held.includes(role));
}

/**
 * Refuses an actor who lacks a capability, in a project or, with `projectId: null`, in the whole installation.
 * Returns the strongest role that grants it. Throws NOT_FOUND where the project is not there or not for the actor to
 * know, FORBIDDEN otherwise.
 */
export async function requireCapability(
  actor: Pick<Actor, "id" | "installationRole">,
  projectId: string | null,
  capability: Capability,
  { database = db() }: { database?: Database } = {},
): Promise<Role> {
  const held =
    projectId === null
      ? strongestFirst.filter((role) => role === actor.installationRole)
      : await rolesInExisting({ actor, projectId, database });
  const granting = held.find((role) => can(role, capability));
  if (!granting) throw new AppError("FORBIDDEN", "Your role does not allow this.", { capability });
  return granting;
}

/** As rolesIn, in the one round trip that every request makes. Throws NOT_FOUND. */
async function rolesInExisting({
  actor,
  projectId,
  database,
}: {
  actor: Pick<Actor, "id" | "installationRole">;
  projectId: string;
  database: Database;
}): Promise<Role[]> {
  const rows = await database.$queryRaw<{ membership: Role | null }[]>`/* prepared */
    SELECT (SELECT role::text FROM "Membership" m WHERE m."projectId" = p.id AND m."userId" = ${actor.id}) AS membership
    FROM "Project" p WHERE p.id = ${projectId}`;
  const held = rows[0] ? [actor.installationRole, rows[0].membership] : [];
  const roles = strongestFirst.filter((role) => held.includes(role));
  if (roles.length === 0) throw new AppError("NOT_FOUND", "There is no such project.");
  return roles;
}
