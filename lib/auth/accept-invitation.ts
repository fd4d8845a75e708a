import { z } from "zod";
import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { createUser, emailAddress } from "./create-user.ts";
import { getInvitation } from "./get-invitation.ts";
import { grantRole } from "./set-role.ts";

const newcomer = z.object({ email: emailAddress, name: z.string(), password: z.string() });

/**
 * Takes up an invitation, once: as the person signed in (`userId`), or as a newcomer who gets an account
 * (`newcomer`). An existing stronger role is never lowered.
 * Throws what getInvitation throws; INVALID_INPUT; CONFLICT where the e-mail has an account (sign in first);
 * FORBIDDEN where the invitation is for another address.
 */
export async function acceptInvitation({
  token,
  userId,
  newcomer: given,
  database = db(),
}: {
  token: string;
  userId?: string;
  newcomer?: { email: string; name: string; password: string };
  database?: Database;
}): Promise<{ userId: string; email: string; projectId: string | null }> {
  return await inTransaction(database, async (transaction) => {
    const invitation = await getInvitation({ token, database: transaction });
    const taken = await transaction.invitation.updateMany({
      where: { id: invitation.id, acceptedAt: null, revokedAt: null },
      data: { acceptedAt: new Date() },
    });
    if (taken.count === 0) throw new AppError("EXPIRED", "This invitation has been used already.");

    const person = userId ? await existing(userId, transaction) : await join(given, transaction);
    if (invitation.email && invitation.email !== person.email) {
      throw new AppError("FORBIDDEN", `This invitation is for ${invitation.email}.`);
    }
    const projectId = invitation.project?.id ?? null;
    await grantRole({ userId: person.id, projectId, role: invitation.role, onlyRaise: true, database: transaction });
    await record({
      database: transaction,
      actorId: person.id,
      action: "person.acceptInvitation",
      projectId,
      targetType: "invitation",
      targetId: invitation.id,
      detail: { role: invitation.role },
    });
    return { userId: person.id, email: person.email, projectId };
  });
}

async function existing(userId: string, database: Database) {
  return await database.user.findUniqueOrThrow({ where: { id: userId }, select: { id: true, email: true } });
}

async function join(given: unknown, database: Database) {
  const parsed = newcomer.safeParse(given);
  if (!parsed.success) throw new AppError("INVALID_INPUT", parsed.error.issues[0]!.message, parsed.error.issues);
  return await createUser({ ...parsed.data, role: null, actorId: null, database });
}
