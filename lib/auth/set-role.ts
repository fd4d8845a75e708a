import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import type { Role } from "../generated/prisma/enums.ts";
import { keepAnInstallationAdmin } from "./keep-an-installation-admin.ts";

const strength: Record<Role, number> = { annotator: 1, researcher: 2, admin: 3 };

/**
 * Gives a person a role in a project, or with `projectId: null` in every project.
 * `role: null` takes the installation role away. Throws NOT_FOUND, or CONFLICT for the last installation admin.
 */
export async function setRole({
  userId,
  projectId,
  role,
  actorId,
  database = db(),
}: {
  userId: string;
  projectId: string | null;
  role: Role | null;
  actorId: string | null;
  database?: Database;
}): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const user = await transaction.user.findUnique({ where: { id: userId }, select: { id: true } });
    if (!user) throw new AppError("NOT_FOUND", "There is no such person.");
    if (projectId === null && role !== "admin")
      await keepAnInstallationAdmin({ withoutUserId: userId, database: transaction });
    await grantRole({ userId, projectId, role, database: transaction });
    await record({
      database: transaction,
      actorId,
      action: "person.setRole",
      projectId,
      targetType: "user",
      targetId: userId,
      detail: { role },
    });
  });
}

/** Stores a role; `onlyRaise` leaves a stronger one as it is. Part of the caller's transaction. */
export async function grantRole({
  userId,
  projectId,
  role,
  onlyRaise = false,
  database,
}: {
  userId: string;
  projectId: string | null;
  role: Role | null;
  onlyRaise?: boolean;
  database: Database;
}): Promise<void> {
  if (projectId === null) {
    const { installationRole } = await database.user.findUniqueOrThrow({ where: { id: userId } });
    if (onlyRaise && !raises(installationRole, role)) return;
    await database.user.update({ where: { id: userId }, data: { installationRole: role } });
    return;
  }
  if (role === null) throw new AppError("INVALID_INPUT", "A member has a role; remove the member instead.");
  const key = { userId_projectId: { userId, projectId } };
  const membership = await database.membership.findUnique({ where: key });
  if (onlyRaise && !raises(membership?.role ?? null, role)) return;
  await database.membership.upsert({
    where: key,
    create: { userId, projectId, role },
    update: { role, viaGroup: false },
  });
}

function raises(from: Role | null, to: Role | null): boolean {
  return to !== null && (from === null || strength[to] > strength[from]);
}
