import { record } from "../audit/record.ts";
import type { Database } from "../db/client.ts";
import { notify } from "../events/notify.ts";

/**
 * Makes the SFT version that a round trained the one that later rounds start from; the one before is retired. Where the
 * round trained none, or it is active already, nothing changes. Part of the caller's transaction.
 */
export async function activateSftVersion({
  roundId,
  actorId,
  database,
}: {
  roundId: string;
  /** Null: the trainer, because it passed its gate. */
  actorId: string | null;
  database: Database;
}): Promise<void> {
  const { projectId, sftVersion } = await database.round.findUniqueOrThrow({
    where: { id: roundId },
    select: { projectId: true, sftVersion: { select: { id: true, name: true, state: true } } },
  });
  if (sftVersion?.state !== "candidate") return;
  await database.modelVersion.updateMany({
    where: { projectId, kind: "sft", state: "active" },
    data: { state: "retired" },
  });
  await database.modelVersion.update({
    where: { id: sftVersion.id },
    data: { state: "active", activatedAt: new Date() },
  });
  await record({
    database,
    actorId,
    action: "model.activate",
    projectId,
    targetType: "model",
    targetId: sftVersion.id,
    detail: { name: sftVersion.name },
  });
  await notify({ type: "model", projectId, id: sftVersion.id }, { database });
}
