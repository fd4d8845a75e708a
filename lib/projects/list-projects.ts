import type { Actor } from "../auth/actor.ts";
import { type Database, db } from "../db/client.ts";
import type { Role } from "../generated/prisma/enums.ts";

export interface ProjectLine {
  id: string;
  name: string;
  description: string;
  /** The actor's strongest role there. */
  role: Role;
  createdAt: Date;
  archivedAt: Date | null;
}

const strongestFirst: readonly Role[] = ["admin", "researcher", "annotator"];

/** The projects an actor can see, by name; archived ones only when asked for, and last. */
export async function listProjects({
  actor,
  includeArchived = false,
  database = db(),
}: {
  actor: Pick<Actor, "id" | "installationRole">;
  includeArchived?: boolean;
  database?: Database;
}): Promise<ProjectLine[]> {
  const projects = await database.project.findMany({
    where: {
      ...(includeArchived ? {} : { archivedAt: null }),
      ...(actor.installationRole ? {} : { memberships: { some: { userId: actor.id } } }),
    },
    orderBy: [{ archivedAt: { sort: "asc", nulls: "first" } }, { name: "asc" }, { id: "asc" }],
    select: {
      id: true,
      name: true,
      description: true,
      createdAt: true,
      archivedAt: true,
      memberships: { where: { userId: actor.id }, select: { role: true } },
    },
  });
  return projects.map(({ memberships, ...project }) => {
    const held = [actor.installationRole, memberships[0]?.role];
    return { ...project, role: strongestFirst.find((role) => held.includes(role))! };
  });
}
