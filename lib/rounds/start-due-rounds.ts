import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { projectSettings } from "../projects/settings.ts";
import { countingAnnotations } from "../quality/counting.ts";
import { launchRound } from "./launch-round.ts";

/**
 * Launches the rounds that are due by themselves: of projects that want it, after so many new rankings, or so many
 * minutes after the last one when there are new ones. New is what came after the last round was launched and what no
 * round has seen, so that a round that fails is not started over and over. Never while one is queued or running.
 * Returns the ids of the new rounds.
 */
export async function startDueRounds({
  now = new Date(),
  database = db(),
}: {
  now?: Date;
  database?: Database;
} = {}): Promise<string[]> {
  const projects = await database.project.findMany({
    where: {
      archivedAt: null,
      settings: { path: ["automatic", "enabled"], equals: true },
      rounds: { none: { state: { in: ["queued", "running"] } } },
    },
    select: {
      id: true,
      settings: true,
      createdAt: true,
      rounds: { orderBy: { number: "desc" }, take: 1, select: { createdAt: true } },
    },
  });
  const launched: string[] = [];
  for (const { id: projectId, settings, createdAt, rounds } of projects) {
    const { afterRankings, everyMinutes } = projectSettings.parse(settings).automatic;
    const since = rounds[0]?.createdAt ?? createdAt;
    const fresh = await database.annotation.count({
      where: {
        ...countingAnnotations(projectId),
        comparisons: { some: {} },
        datasetVersions: { none: { datasetVersion: { rounds: { some: {} } } } },
        ...(rounds[0] ? { createdAt: { gt: since } } : {}),
      },
    });
    const enough = afterRankings !== null && fresh >= afterRankings;
    const time = everyMinutes !== null && fresh > 0 && now.getTime() - since.getTime() >= everyMinutes * 60_000;
    if (!enough && !time) continue;
    try {
      const trigger = enough ? "rankings" : "schedule";
      launched.push((await launchRound({ projectId, actorId: null, trigger, database })).id);
    } catch (error) {
      // Somebody was quicker, or there is nothing to learn from: neither is a fault.
      if (!(error instanceof AppError)) throw error;
    }
  }
  return launched;
}
