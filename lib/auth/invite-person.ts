import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import type { Role } from "../generated/prisma/enums.ts";
import { siteUrl } from "../site-url.ts";
import { emailAddress } from "./create-user.ts";
import { newSecretToken } from "./secret-token.ts";

const validDays = 7;

/**
 * A link with which somebody joins a project, or with `projectId: null` the whole installation, in a role; good for 7
 * days and once. Shown once: only its hash is stored. With an e-mail address only that person can use it.
 */
export async function invitePerson({
  projectId,
  role,
  email = null,
  actorId,
  database = db(),
}: {
  projectId: string | null;
  role: Role;
  email?: string | null;
  actorId: string;
  database?: Database;
}): Promise<{ id: string; url: string; expiresAt: Date }> {
  const address = email === null || email.trim() === "" ? null : emailAddress.safeParse(email);
  if (address && !address.success) throw new AppError("INVALID_INPUT", "This is not an e-mail address.");
  const { token, tokenHash } = newSecretToken();
  const expiresAt = new Date(Date.now() + validDays * 86_400_000);
  const { id } = await inTransaction(database, async (transaction) => {
    const invitation = await transaction.invitation.create({
      data: { projectId, role, email: address?.data ?? null, tokenHash, createdById: actorId, expiresAt },
      select: { id: true },
    });
    await record({
      database: transaction,
      actorId,
      action: "person.invite",
      projectId,
      targetType: "invitation",
      targetId: invitation.id,
      detail: { role, email: address?.data ?? null },
    });
    return invitation;
  });
  return { id, url: siteUrl(`/invitation/${token}`), expiresAt };
}
