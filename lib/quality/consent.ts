import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { text as boundedText } from "../text.ts";

/**
 * Makes a new version of the form that people accept before they annotate; everybody is asked again. An empty text asks
 * nothing from then on. Throws INVALID_INPUT, and CONFLICT where nothing changed.
 */
export async function publishConsentForm({
  projectId,
  actorId,
  text,
  database = db(),
}: {
  projectId: string;
  actorId: string;
  /** Markdown, up to 50,000 characters. */
  text: string;
  database?: Database;
}): Promise<{ id: string; version: number }> {
  const given = boundedText(50_000).trim().safeParse(text);
  if (!given.success) throw new AppError("INVALID_INPUT", "The form is too long, or not text.");
  return await inTransaction(database, async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM "Project" WHERE id = ${projectId} FOR NO KEY UPDATE`;
    const newest = await transaction.consentForm.findFirst({ where: { projectId }, orderBy: { version: "desc" } });
    if ((newest?.text ?? "") === given.data) throw new AppError("CONFLICT", "This is the form that counts already.");
    await transaction.consentForm.updateMany({ where: { projectId, endedAt: null }, data: { endedAt: new Date() } });
    const version = (newest?.version ?? 0) + 1;
    const { id } = await transaction.consentForm.create({
      data: { projectId, version, text: given.data, createdById: actorId },
      select: { id: true },
    });
    await record({
      database: transaction,
      actorId,
      action: "consent.publish",
      projectId,
      targetType: "consentForm",
      targetId: id,
      detail: { version },
    });
    return { id, version };
  });
}

/** Stores that a person accepts a form. Again is harmless. Throws CONFLICT where it is not the one that counts now. */
export async function acceptConsent({
  projectId,
  userId,
  formId,
  database = db(),
}: {
  projectId: string;
  userId: string;
  formId: string;
  database?: Database;
}): Promise<void> {
  const form = await database.consentForm.findFirst({ where: { id: formId, projectId, endedAt: null } });
  if (!form) throw new AppError("CONFLICT", "The form has changed meanwhile. Read the new one.");
  await database.consentAcceptance.createMany({ data: { formId, userId }, skipDuplicates: true });
}

export interface ConsentVersion {
  id: string;
  version: number;
  text: string;
  createdAt: Date;
  endedAt: Date | null;
  acceptances: number;
}

/** All versions of a project's form, newest first. */
export async function listConsentForms({
  projectId,
  database = db(),
}: {
  projectId: string;
  database?: Database;
}): Promise<ConsentVersion[]> {
  const rows = await database.consentForm.findMany({
    where: { projectId },
    orderBy: { version: "desc" },
    include: { _count: { select: { acceptances: true } } },
  });
  return rows.map(({ _count, projectId: _project, createdById: _creator, ...row }) => ({
    ...row,
    acceptances: _count.acceptances,
  }));
}
