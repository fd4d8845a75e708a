import { z } from "zod";
import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { isUniqueViolation } from "../db/is-unique-violation.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import type { Role } from "../generated/prisma/enums.ts";
import { text } from "../text.ts";
import { hashPassword, newPassword } from "./hash-password.ts";

export const emailAddress = z.string().trim().toLowerCase().pipe(z.email("This is not an e-mail address.").max(320));
export const personName = text(200).trim().min(1, "A name is needed.");

/**
 * Makes an account, with a role for every project (`installationRole`) or a membership of one (`projectId` and `role`).
 * `password: null` leaves signing in to another provider or to a reset link.
 * Throws INVALID_INPUT for a bad e-mail or password, CONFLICT where the e-mail is taken.
 */
export async function createUser({
  email,
  name,
  password,
  role,
  projectId = null,
  actorId,
  database = db(),
}: {
  email: string;
  name: string;
  password: string | null;
  role: Role | null;
  projectId?: string | null;
  actorId: string | null;
  database?: Database;
}): Promise<{ id: string; email: string; name: string }> {
  const given = z
    .object({ email: emailAddress, name: personName, password: newPassword.nullable() })
    .safeParse({ email, name, password });
  if (!given.success) throw new AppError("INVALID_INPUT", given.error.issues[0]!.message, given.error.issues);
  const passwordHash = given.data.password === null ? null : await hashPassword(given.data.password);
  const taken = () => new AppError("CONFLICT", "There is already an account with this e-mail address.");
  return await inTransaction(database, async (transaction) => {
    // Looked up first, because a failed insert would end a caller's transaction.
    if (await transaction.user.findUnique({ where: { email: given.data.email } })) throw taken();
    const user = await transaction.user.create({
      data: {
        email: given.data.email,
        name: given.data.name,
        passwordHash,
        installationRole: projectId === null ? role : null,
        ...(projectId !== null && role !== null ? { memberships: { create: { projectId, role } } } : {}),
      },
      select: { id: true, email: true, name: true },
    });
    await record({
      database: transaction,
      actorId,
      action: "person.create",
      projectId,
      targetType: "user",
      targetId: user.id,
      detail: { email: user.email, role },
    });
    return user;
  }).catch((error) => {
    throw isUniqueViolation(error) ? taken() : error;
  });
}
