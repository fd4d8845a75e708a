import { type Database, db } from "../db/client.ts";
import type { Role } from "../generated/prisma/enums.ts";

export interface GroupLine {
  id: string;
  name: string;
  members: { id: string; name: string }[];
  roles: { projectId: string; projectName: string; role: Role }[];
}

/** The groups of the installation, by name. */
export async function listGroups({ database = db() }: { database?: Database } = {}): Promise<GroupLine[]> {
  const groups = await database.group.findMany({
    orderBy: { name: "asc" },
    include: {
      members: { include: { user: { select: { id: true, name: true } } }, orderBy: { user: { name: "asc" } } },
      roles: { include: { project: { select: { name: true } } }, orderBy: { project: { name: "asc" } } },
    },
  });
  return groups.map(({ id, name, members, roles }) => ({
    id,
    name,
    members: members.map(({ user }) => user),
    roles: roles.map(({ projectId, project, role }) => ({ projectId, projectName: project.name, role })),
  }));
}
