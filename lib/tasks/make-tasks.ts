import { z } from "zod";
import { newestDifferent } from "../annotations/ask-for-demonstration.ts";
import { kinds } from "../annotations/kinds/table.ts";
import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { notify } from "../events/notify.ts";
import { TaskKind } from "../generated/prisma/enums.ts";
import { projectSettings } from "../projects/settings.ts";
import { text } from "../text.ts";
import { createTask } from "./create-task.ts";
import { taskOverlap, taskPriority } from "./set-demand.ts";

export const tasksWanted = z.object({
  kind: z.enum(TaskKind),
  /** Null: every prompt that has no open task of this kind. */
  promptIds: z.array(text(100).min(1)).min(1).max(10_000).nullable().default(null),
  overlap: taskOverlap.optional(),
  priority: taskPriority.optional(),
});

export interface TasksMade {
  tasks: number;
  /** Prompts with too few different completions for the kind. */
  tooFew: number;
}

/**
 * Makes a task of a kind of each prompt, out of its newest completions that differ: as many as the project asks for,
 * two to compare. Prompts with an open task of that kind, or with too few completions, are passed over. A kind that
 * the project did not ask for yet is turned on. Throws INVALID_INPUT, NOT_FOUND.
 */
export async function makeTasks({
  projectId,
  actorId,
  database = db(),
  ...wanted
}: z.input<typeof tasksWanted> & {
  projectId: string;
  actorId: string | null;
  database?: Database;
}): Promise<TasksMade> {
  const parsed = tasksWanted.safeParse(wanted);
  if (!parsed.success) throw new AppError("INVALID_INPUT", z.prettifyError(parsed.error), parsed.error.issues);
  const { kind, promptIds, ...demand } = parsed.data;
  const work = async (transaction: Database) => {
    const [project] = await transaction.$queryRaw<{ settings: unknown }[]>`
      SELECT settings FROM "Project" WHERE id = ${projectId} FOR NO KEY UPDATE`;
    if (!project) throw new AppError("NOT_FOUND", "There is no such project.");
    const settings = projectSettings.parse(project.settings);
    const prompts = await transaction.prompt.findMany({
      where: {
        projectId,
        ...(promptIds ? { id: { in: promptIds } } : {}),
        tasks: { none: { kind, status: "open" } },
      },
      orderBy: { id: "asc" },
      select: { id: true },
    });
    const made: TasksMade = { tasks: 0, tooFew: 0 };
    const { least, most } = kinds[kind].completions;
    for (const { id: promptId } of prompts) {
      const different = most === 0 ? [] : await newestDifferent({ promptId, database: transaction });
      const completionIds = different.slice(0, Math.min(most, Math.max(least, settings.completionsPerTask)));
      if (completionIds.length < least) made.tooFew += 1;
      else {
        await createTask({ projectId, promptId, kind, completionIds, ...demand, database: transaction });
        made.tasks += 1;
      }
    }
    if (made.tasks > 0 && !settings.kinds.includes(kind)) {
      const changed = { ...settings, kinds: [...settings.kinds, kind] };
      await transaction.project.update({ where: { id: projectId }, data: { settings: changed } });
    }
    await record({
      database: transaction,
      actorId,
      action: "tasks.make",
      projectId,
      targetType: "project",
      targetId: projectId,
      detail: { kind, ...made },
    });
    await notify({ type: "task", projectId, id: projectId }, { database: transaction });
    return made;
  };
  return await inTransaction(database, work, { timeoutMilliseconds: 5 * 60_000 });
}
