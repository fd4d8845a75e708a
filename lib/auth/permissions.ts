import { type Database, db } from "../db/client.ts";
import { prepared } from "../db/prepared.ts";
import { AppError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import type { Role } from "../generated/prisma/enums.ts";
import type { Actor } from "./actor.ts";
import type { Identified } from "./identify.ts";

/** Everything that may be allowed or refused, and to whom. The one place that says so. */
const rolesByCapability = {
  /** See that the project exists: its name and guidelines. */
  viewProject: ["admin", "researcher", "annotator"],
  /** Claim tasks and submit annotations. */
  annotate: ["admin", "annotator"],
  /** Look at prompts, completions, annotations, rounds and models. */
  viewData: ["admin", "researcher"],
  exportData: ["admin", "researcher"],
  /** Say what is right: make gold tasks, settle tasks on which people disagree. */
  judgeAsExpert: ["admin", "researcher"],
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
  return strongestOf(actor.installationRole, membership?.role);
}

function strongestOf(...held: (Role | null | undefined)[]): Role[] {
  return strongestFirst.filter((role) => held.includes(role));
}

/**
 * As requireCapability, of somebody whose membership of the project has been read. Throws NOT_FOUND where the project is
 * not there or not for them to know, FORBIDDEN where their roles do not grant it.
 */
export function requireGranted(
  { actor, projectId, membership }: Identified,
  capability: Capability,
  of: "project" | "task" = "project",
): { role: Role; projectId: string } {
  const held = projectId === null ? [] : strongestOf(actor.installationRole, membership);
  if (projectId === null || held.length === 0) throw new AppError("NOT_FOUND", `There is no such ${of}.`);
  return { role: granting(held, capability), projectId };
}

function granting(held: Role[], capability: Capability): Role {
  const found = held.find((role) => can(role, capability));
  if (!found) throw new AppError("FORBIDDEN", "Your role does not allow this.", { capability });
  return found;
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
    projectId === null ? strongestOf(actor.installationRole) : await rolesInExisting({ actor, projectId, database });
  return granting(held, capability);
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
  const statement = Prisma.sql`
    SELECT (SELECT role::text FROM "Membership" m WHERE m."projectId" = p.id AND m."userId" = ${actor.id}) AS membership
    FROM "Project" p WHERE p.id = ${projectId}`;
  const [row] = await prepared<{ membership: Role | null }>(statement, database);
  const roles = row ? strongestOf(actor.installationRole, row.membership) : [];
  if (roles.length === 0) throw new AppError("NOT_FOUND", "There is no such project.");
  return roles;
}
