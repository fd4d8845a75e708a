import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { type RoundSettings, type RoundStageName, roundSettings } from "./settings.ts";

/** What the trainer reads of a round. */
export interface RoundRow {
  id: string;
  projectId: string;
  number: number;
  settings: RoundSettings;
  stage: RoundStageName | null;
  datasetVersionId: string | null;
  referenceId: string | null;
  startId: string | null;
  systemPrompt: string | null;
  sftVersionId: string | null;
  rewardVersionId: string | null;
  policyVersionId: string | null;
}

/** A round as it stands. Throws NOT_FOUND. */
export async function readRound({
  roundId,
  database = db(),
}: {
  roundId: string;
  database?: Database;
}): Promise<RoundRow> {
  const row = await database.round.findUnique({ where: { id: roundId } });
  if (!row) throw new AppError("NOT_FOUND", "There is no such round.");
  return {
    id: row.id,
    projectId: row.projectId,
    number: row.number,
    settings: roundSettings.parse(row.settings),
    stage: row.stage,
    datasetVersionId: row.datasetVersionId,
    referenceId: row.referenceId,
    startId: row.startId,
    systemPrompt: row.systemPrompt,
    sftVersionId: row.sftVersionId,
    rewardVersionId: row.rewardVersionId,
    policyVersionId: row.policyVersionId,
  };
}
