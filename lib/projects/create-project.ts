import { z } from "zod";
import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { text } from "../text.ts";
import type { ProjectView } from "./get-project.ts";
import { projectSettings } from "./settings.ts";

/** What a new project is made of; settings may be given in part. */
export const projectInput = z.object({
  name: text(200).trim().min(1, "A project needs a name."),
  description: text(2_000).default(""),
  /** Markdown, shown to annotators. */
  guidelines: text(100_000).default(""),
  settings: projectSettings.prefault({}),
});

export type ProjectInput = z.input<typeof projectInput>;

/** Makes a project; a person who makes one becomes its admin. Throws INVALID_INPUT. */
export async function createProject({
  actorId,
  database = db(),
  ...input
}: ProjectInput & {
  /** Null: the command line. */ actorId: string | null;
  database?: Database;
}): Promise<ProjectView> {
  const parsed = projectInput.safeParse(input);
  if (!parsed.success) throw new AppError("INVALID_INPUT", z.prettifyError(parsed.error), parsed.error.issues);
  const { settings, ...texts } = parsed.data;
  return await inTransaction(database, async (transaction) => {
    const project = await transaction.project.create({
      data: {
        ...texts,
        settings,
        ...(actorId ? { memberships: { create: { userId: actorId, role: "admin" } } } : {}),
      },
    });
    await record({
      database: transaction,
      actorId,
      action: "project.create",
      projectId: project.id,
      targetType: "project",
      targetId: project.id,
      detail: { name: project.name },
    });
    return { ...project, settings };
  });
}
