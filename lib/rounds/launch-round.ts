import type { z } from "zod";
import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { notify } from "../events/notify.ts";
import type { RoundTrigger } from "../generated/prisma/enums.ts";
import { projectSettings } from "../projects/settings.ts";
import { effectiveSettings, type roundOverrides } from "./effective-settings.ts";
import { type RoundSettings, roundSettings } from "./settings.ts";

export interface LaunchedRound {
  id: string;
  number: number;
  state: "queued";
  settings: RoundSettings;
}

/**
 * Queues a round with the project's settings, overridden by those given; the whole configuration is stored with it.
 * Throws NOT_FOUND, INVALID_INPUT for settings, CONFLICT while another round of the project is queued or running,
 * UNPROCESSABLE where there is nothing to learn from.
 */
export async function launchRound({
  projectId,
  actorId,
  settings = {},
  trigger = "manual",
  database = db(),
}: {
  projectId: string;
  /** Null: started by itself, or from the command line. */
  actorId: string | null;
  settings?: z.infer<typeof roundOverrides>;
  trigger?: RoundTrigger;
  database?: Database;
}): Promise<LaunchedRound> {
  return await inTransaction(database, async (transaction) => {
    // One launch of a project at a time: numbers stay in order, and two clicks make one round.
    const [project] = await transaction.$queryRaw<{ settings: unknown; archivedAt: Date | null }[]>`
      SELECT settings, "archivedAt" FROM "Project" WHERE id = ${projectId} FOR NO KEY UPDATE`;
    if (!project) throw new AppError("NOT_FOUND", "There is no such project.");
    if (project.archivedAt) throw new AppError("CONFLICT", "The project is archived.");
    const effective = effectiveSettings(projectSettings.parse(project.settings).round, settings);
    const unfinished = await transaction.round.findFirst({
      where: { projectId, state: { in: ["queued", "running"] } },
      select: { number: true, state: true },
    });
    if (unfinished) {
      throw new AppError("CONFLICT", `Round ${unfinished.number} is ${unfinished.state}; one at a time.`, unfinished);
    }
    await requireComparisons(projectId, transaction);
    const newest = await transaction.round.aggregate({ where: { projectId }, _max: { number: true } });
    const round = await transaction.round.create({
      data: {
        projectId,
        number: (newest._max.number ?? 0) + 1,
        trigger,
        settings: roundSettings.parse(effective),
        seed: effective.seed,
        createdById: actorId,
      },
      select: { id: true, number: true },
    });
    await record({
      database: transaction,
      actorId,
      action: "round.launch",
      projectId,
      targetType: "round",
      targetId: round.id,
      detail: { number: round.number, trigger },
    });
    await notify({ type: "round", projectId, id: round.id }, { database: transaction });
    return { ...round, state: "queued", settings: effective };
  });
}

async function requireComparisons(projectId: string, database: Database): Promise<void> {
  const found = await database.comparison.findFirst({
    where: { projectId, tie: false, annotation: { supersededAt: null }, prompt: { split: "train" } },
    select: { id: true },
  });
  if (found) return;
  throw new AppError(
    "UNPROCESSABLE",
    "There is nothing to learn from yet: no ranking on the training side prefers one answer to another.",
  );
}
