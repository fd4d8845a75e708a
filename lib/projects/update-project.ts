import { z } from "zod";
import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { text } from "../text.ts";
import { projectInput } from "./create-project.ts";
import { getProject, type ProjectView } from "./get-project.ts";
import { projectSettings } from "./settings.ts";

const changes = z.object({
  name: projectInput.shape.name.optional(),
  description: text(2_000).optional(),
  guidelines: text(100_000).optional(),
  /** Top-level fields given replace those stored; the others stay. */
  settings: projectSettings.partial().optional(),
});

export type ProjectChanges = z.input<typeof changes>;

/** Changes what is given and leaves the rest. Throws INVALID_INPUT, NOT_FOUND. */
export async function updateProject({
  projectId,
  actorId,
  database = db(),
  ...input
}: ProjectChanges & { projectId: string; actorId: string | null; database?: Database }): Promise<ProjectView> {
  const parsed = changes.safeParse(input);
  if (!parsed.success) throw new AppError("INVALID_INPUT", z.prettifyError(parsed.error), parsed.error.issues);
  return await inTransaction(database, async (transaction) => {
    // Two admins who save different settings at once must not undo each other's.
    await transaction.$queryRaw`SELECT id FROM "Project" WHERE id = ${projectId} FOR NO KEY UPDATE`;
    const before = await getProject({ projectId, database: transaction });
    // A partial of a schema with defaults would fill them in: only what was given counts.
    const given = Object.fromEntries(
      Object.entries(parsed.data.settings ?? {}).filter(([key]) => key in (input.settings ?? {})),
    );
    const settings = projectSettings.parse({ ...before.settings, ...given });
    const { settings: _settings, ...texts } = parsed.data;
    await transaction.project.update({ where: { id: projectId }, data: { ...texts, settings } });
    const changed = [...Object.keys(texts), ...Object.keys(given).map((key) => `settings.${key}`)];
    await record({
      database: transaction,
      actorId,
      action: "project.update",
      projectId,
      targetType: "project",
      targetId: projectId,
      detail: { changed, settings: given as never },
    });
    return { ...before, ...texts, settings };
  });
}
