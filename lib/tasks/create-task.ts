import { kinds } from "../annotations/kinds/table.ts";
import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";
import type { TaskKind } from "../generated/prisma/enums.ts";
import { projectSettings } from "../projects/settings.ts";

/**
 * Makes a task of completions of one prompt. They are shown to each person in an order of their own.
 * `overlap` is the project's where not given. Throws UNPROCESSABLE where the completions are not that prompt's, or
 * where their number does not fit the kind (lib/annotations/kinds/table.ts).
 */
export async function createTask({
  projectId,
  promptId,
  completionIds,
  kind = "rank",
  overlap,
  priority = 0,
  roundId = null,
  database = db(),
}: {
  projectId: string;
  promptId: string;
  completionIds: string[];
  kind?: TaskKind;
  overlap?: number;
  priority?: number;
  /** Round whose policy wrote the completions, where one did. */
  roundId?: string | null;
  database?: Database;
}): Promise<{ id: string }> {
  const { least, most } = kinds[kind].completions;
  const fits = completionIds.length >= least && completionIds.length <= most;
  const found = await database.completion.count({ where: { id: { in: completionIds }, promptId, projectId } });
  if (!fits || found !== completionIds.length) {
    const needs = least === most ? String(most) : `${least} to ${most}`;
    throw new AppError("UNPROCESSABLE", `A task to ${kind} needs ${needs} different completions of its prompt.`);
  }
  return await database.task.create({
    data: {
      projectId,
      promptId,
      kind,
      priority,
      roundId,
      overlap: overlap ?? (await overlapOf(projectId, database)),
      completions: { create: completionIds.map((completionId, position) => ({ completionId, position })) },
    },
    select: { id: true },
  });
}

async function overlapOf(projectId: string, database: Database): Promise<number> {
  const { settings } = await database.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { settings: true },
  });
  return projectSettings.parse(settings).overlap;
}
