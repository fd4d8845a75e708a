import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";

/** Withdraws an invitation that nobody has taken up. Throws NOT_FOUND, or CONFLICT where somebody has. */
export async function revokeInvitation({
  invitationId,
  projectId,
  actorId,
  database = db(),
}: {
  invitationId: string;
  /** Null: one to the whole installation. */
  projectId: string | null;
  actorId: string;
  database?: Database;
}): Promise<void> {
  await inTransaction(database, async (transaction) => {
    const invitation = await transaction.invitation.findFirst({ where: { id: invitationId, projectId } });
    if (!invitation) throw new AppError("NOT_FOUND", "There is no such invitation.");
    if (invitation.acceptedAt) throw new AppError("CONFLICT", "This invitation has been taken up already.");
    await transaction.invitation.update({ where: { id: invitationId }, data: { revokedAt: new Date() } });
    await record({
      database: transaction,
      actorId,
      action: "person.withdrawInvitation",
      projectId,
      targetType: "invitation",
      targetId: invitationId,
    });
  });
}
