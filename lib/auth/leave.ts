import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { applyGroupRoles } from "../groups/apply-group-roles.ts";
import { projectSettings } from "../projects/settings.ts";
import { releaseTasks } from "../tasks/release-task.ts";
import { keepAnInstallationAdmin } from "./keep-an-installation-admin.ts";
import { revokeSessions } from "./revoke-session.ts";

/**
 * A person leaves the installation for good. What they decided stays, under their pseudonym: models have learned from it.
 * Their name, address, password, sign-ins, tokens, roles and drafts are deleted, also where the audit log repeats the
 * address; comments and notes too in projects whose `whenSomebodyLeaves` is `erase`. Cannot be undone.
 * Throws NOT_FOUND, CONFLICT for the last installation admin.
 */
export async function leave({
  userId,
  actorId,
  database = db(),
}: {
  userId: string;
  /** Themself, or who does it for them. */
  actorId: string | null;
  database?: Database;
}): Promise<{ pseudonym: string }> {
  return await inTransaction(
    database,
    async (transaction) => {
      const person = await transaction.user.findUnique({ where: { id: userId } });
      if (!person || person.leftAt) throw new AppError("NOT_FOUND", "There is no such person.");
      await keepAnInstallationAdmin({ withoutUserId: userId, database: transaction });
      await eraseTexts({ userId, database: transaction });
      await eraseTraces({ userId, email: person.email, database: transaction });
      await transaction.user.update({
        where: { id: userId },
        data: {
          name: `Left ${person.pseudonym.slice(0, 8)}`,
          email: `${person.pseudonym}@left.invalid`,
          passwordHash: null,
          installationRole: null,
          disabledAt: new Date(),
          leftAt: new Date(),
        },
      });
      await record({
        database: transaction,
        actorId,
        action: "person.leave",
        targetType: "user",
        targetId: userId,
      });
      return { pseudonym: person.pseudonym };
    },
    { timeoutMilliseconds: 60_000 },
  );
}

/** What the person wrote beside their judgements, where the project's policy is to erase it. */
async function eraseTexts({ userId, database }: { userId: string; database: Database }): Promise<void> {
  const projects = await database.project.findMany({
    where: { OR: [{ annotations: { some: { userId } } }, { tasks: { some: { comments: { some: { userId } } } } }] },
    select: { id: true, settings: true },
  });
  const erasing = projects
    .filter(({ settings }) => projectSettings.parse(settings).whenSomebodyLeaves === "erase")
    .map(({ id }) => id);
  if (erasing.length === 0) return;
  await database.$executeRaw`
    UPDATE "Annotation" SET comment = '',
      flags = coalesce((SELECT jsonb_agg(flag || '{"note": ""}') FROM jsonb_array_elements(flags) AS flag), '[]')
    WHERE "userId" = ${userId} AND "projectId" = ANY(${erasing})`;
  await database.taskComment.deleteMany({ where: { userId, task: { projectId: { in: erasing } } } });
}

/** What lets the person in or tells who they were. */
async function eraseTraces({
  userId,
  email,
  database,
}: {
  userId: string;
  email: string;
  database: Database;
}): Promise<void> {
  await releaseTasks({ userId, database });
  await database.$executeRaw`UPDATE "Assignment" SET draft = NULL WHERE "userId" = ${userId} AND draft IS NOT NULL`;
  await revokeSessions({ userId, database });
  await database.session.deleteMany({ where: { userId } });
  await database.apiToken.deleteMany({ where: { userId } });
  await database.passwordReset.deleteMany({ where: { userId } });
  await database.groupMember.deleteMany({ where: { userId } });
  await database.membership.deleteMany({ where: { userId } });
  await applyGroupRoles({ database });
  await database.invitation.deleteMany({ where: { email, acceptedAt: null } });
  await database.invitation.updateMany({ where: { email }, data: { email: null } });
  // The one change that the audit log allows: an act stays, whose address it was does not.
  await database.$executeRaw`
    UPDATE "AuditEntry" SET detail = detail - 'email' - 'name'
    WHERE detail->>'email' = ${email} OR ("targetType" = 'user' AND "targetId" = ${userId})
      OR ("targetType" = 'apiToken' AND "actorId" = ${userId})`;
}
