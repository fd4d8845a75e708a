import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";
import type { Role } from "../generated/prisma/enums.ts";
import { hashSecretToken } from "./secret-token.ts";

export interface InvitationView {
  id: string;
  email: string | null;
  role: Role;
  project: { id: string; name: string } | null;
  invitedBy: string;
  expiresAt: Date;
}

/** What a link invites to. Throws NOT_FOUND for an unknown link, EXPIRED for one used, withdrawn or too old. */
export async function getInvitation({
  token,
  database = db(),
}: {
  token: string;
  database?: Database;
}): Promise<InvitationView> {
  const invitation = await database.invitation.findUnique({
    where: { tokenHash: hashSecretToken(token) },
    include: { project: { select: { id: true, name: true } }, createdBy: { select: { name: true } } },
  });
  if (!invitation) throw new AppError("NOT_FOUND", "This invitation is not known here.");
  if (invitation.acceptedAt) throw new AppError("EXPIRED", "This invitation has been used already.");
  if (invitation.revokedAt) throw new AppError("EXPIRED", "This invitation was withdrawn. Ask for a new one.");
  if (invitation.expiresAt < new Date()) {
    throw new AppError("EXPIRED", "This invitation is too old. Ask for a new one.");
  }
  const { id, email, role, project, expiresAt } = invitation;
  return { id, email, role, project, invitedBy: invitation.createdBy.name, expiresAt };
}
