import { type Database, db } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import { notify } from "../events/notify.ts";
import type { VersionConfig } from "./version-config.ts";

const titles = { sft: "SFT", reward: "Reward", policy: "Policy" } as const;

/** Where a round keeps what it made. */
const columns = { sft: "sftVersionId", reward: "rewardVersionId", policy: "policyVersionId" } as const;

/**
 * Makes a candidate of what a round trained, once: a second call for the same round and kind returns the first one's id.
 * The weight file is in the model store already.
 */
export async function registerModel({
  roundId,
  kind,
  parentId,
  weights,
  trunkHash,
  config,
  metrics,
  database = db(),
}: {
  roundId: string;
  kind: keyof typeof columns;
  parentId: string;
  weights: { sha256: string; bytes: number; path: string };
  trunkHash: string;
  config: VersionConfig;
  metrics: Record<string, number>;
  database?: Database;
}): Promise<string> {
  return await inTransaction(database, async (transaction) => {
    const [round] = await transaction.$queryRaw<
      {
        projectId: string;
        sftVersionId: string | null;
        rewardVersionId: string | null;
        policyVersionId: string | null;
      }[]
    >`SELECT "projectId", "sftVersionId", "rewardVersionId", "policyVersionId" FROM "Round"
      WHERE id = ${roundId} FOR NO KEY UPDATE`;
    const column = columns[kind];
    const known = round![column];
    if (known) return known;
    const { projectId } = round!;
    // Serialises numbers within the project: two rounds never run at once, but a decision may come in between.
    await transaction.$queryRaw`SELECT id FROM "Project" WHERE id = ${projectId} FOR NO KEY UPDATE`;
    const newest = await transaction.modelVersion.aggregate({ where: { projectId, kind }, _max: { number: true } });
    const number = (newest._max.number ?? 0) + 1;
    const { id } = await transaction.modelVersion.create({
      data: {
        projectId,
        kind,
        number,
        name: `${titles[kind]} ${number}`,
        parentId,
        weightsHash: weights.sha256,
        bytes: weights.bytes,
        path: weights.path,
        trunkHash,
        config,
        metrics,
      },
    });
    await transaction.round.update({ where: { id: roundId }, data: { [column]: id } });
    await notify({ type: "model", projectId, id }, { database: transaction });
    return id;
  });
}
