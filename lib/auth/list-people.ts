import { type Database, db } from "../db/client.ts";
import type { Role } from "../generated/prisma/enums.ts";

export interface PersonLine {
  id: string;
  name: string;
  email: string;
  /** In this project; null where only the installation role holds. */
  role: Role | null;
  /** The role in this project comes from a group. */
  viaGroup: boolean;
  /** In this project. */
  skills: string[];
  installationRole: Role | null;
  disabledAt: Date | null;
  lockedUntil: Date | null;
  createdAt: Date;
  /** Current annotations, in the project or in all. */
  annotationCount: number;
  lastAnnotationAt: Date | null;
}

export interface InvitationLine {
  id: string;
  email: string | null;
  role: Role;
  invitedBy: string;
  createdAt: Date;
  expiresAt: Date;
}

/**
 * The people of a project (members, and holders of a role for every project) with what they did there, and the
 * invitations that are open; `projectId: null` lists everybody of the installation.
 */
export async function listPeople({
  projectId,
  search = "",
  database = db(),
}: {
  projectId: string | null;
  search?: string;
  database?: Database;
}): Promise<{ people: PersonLine[]; invitations: InvitationLine[] }> {
  const found = search
    ? {
        OR: [
          { name: { contains: search, mode: "insensitive" as const } },
          { email: { contains: search, mode: "insensitive" as const } },
        ],
      }
    : {};
  const inProject =
    projectId === null
      ? { leftAt: null }
      : { OR: [{ memberships: { some: { projectId } } }, { installationRole: { not: null } }] };
  const [users, counts, invitations] = await Promise.all([
    database.user.findMany({
      where: { AND: [found, inProject] },
      orderBy: [{ name: "asc" }, { id: "asc" }],
      take: 1000,
      include: {
        memberships: { where: { projectId: projectId ?? "" }, select: { role: true, viaGroup: true, skills: true } },
      },
    }),
    database.annotation.groupBy({
      by: ["userId"],
      where: { ...(projectId === null ? {} : { projectId }), supersededAt: null, source: "annotator" },
      _count: true,
      _max: { createdAt: true },
    }),
    database.invitation.findMany({
      where: { projectId, acceptedAt: null, revokedAt: null, expiresAt: { gt: new Date() } },
      orderBy: { id: "desc" },
      include: { createdBy: { select: { name: true } } },
    }),
  ]);
  const countByUser = new Map(counts.map((count) => [count.userId, count]));
  return {
    people: users.map((user) => ({
      id: user.id,
      name: user.name,
      email: user.email,
      role: user.memberships[0]?.role ?? null,
      viaGroup: user.memberships[0]?.viaGroup ?? false,
      skills: user.memberships[0]?.skills ?? [],
      installationRole: user.installationRole,
      disabledAt: user.disabledAt,
      lockedUntil: user.lockedUntil,
      createdAt: user.createdAt,
      annotationCount: countByUser.get(user.id)?._count ?? 0,
      lastAnnotationAt: countByUser.get(user.id)?._max.createdAt ?? null,
    })),
    invitations: invitations.map(({ id, email, role, createdAt, expiresAt, createdBy }) => ({
      id,
      email,
      role,
      createdAt,
      expiresAt,
      invitedBy: createdBy.name,
    })),
  };
}
