import { rm } from "node:fs/promises";
import path from "node:path";
import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { notify } from "../events/notify.ts";
import { projectSettings } from "../projects/settings.ts";
import { folderBytes } from "../storage/disk-usage.ts";
import { modelStoreFolder, roundFolder } from "../storage/model-store.ts";

export interface RetentionResult {
  /** Versions whose weights were removed. */
  versions: string[];
  /** Rounds whose checkpoints were removed. */
  rounds: string[];
  /** What the project holds on disk now. */
  bytes: number;
}

/**
 * Keeps a project's disk use in bounds. Checkpoints of rounds that cannot be resumed go at once. Weights stay for the
 * active policy with its ancestors and its reward model, for what the newest round made, and for the newest
 * `keepVersions` policies and reward models; beyond the disk quota checkpoints of stopped rounds go first, then the
 * oldest of these. Rows and figures stay.
 */
export async function applyRetention({
  projectId,
  database = db(),
}: {
  projectId: string;
  database?: Database;
}): Promise<RetentionResult> {
  const { settings } = await database.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { settings: true },
  });
  const { keepVersions, diskQuotaGigabytes } = projectSettings.parse(settings);
  const quota = diskQuotaGigabytes * 1e9;

  const removedRounds = await removeDeadCheckpoints(projectId, database);
  const guarded = await guardedVersions(projectId, database);
  // Newest first.
  const stored = await database.modelVersion.findMany({
    where: { projectId, weightsRemovedAt: null },
    orderBy: { createdAt: "desc" },
    select: { id: true, kind: true, bytes: true, path: true, name: true },
  });
  const counts = new Map<string, number>();
  const surplus = stored.filter(({ id, kind }) => {
    const place = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, place);
    return place > keepVersions && !guarded.has(id);
  });
  const removed = new Set<string>();
  const remove = async (version: (typeof stored)[number]) => {
    removed.add(version.id);
    await removeWeights(projectId, version, database);
  };
  for (const version of surplus) await remove(version);

  let bytes = stored.reduce((sum, version) => sum + (removed.has(version.id) ? 0 : Number(version.bytes)), 0);
  const stopped = await database.round.findMany({
    where: { projectId, state: { in: ["failed", "cancelled"] } },
    orderBy: { number: "asc" },
    select: { id: true },
  });
  const checkpoints = await Promise.all(
    stopped.map(async ({ id }) => ({ id, size: await folderBytes(roundFolder(id)) })),
  );
  bytes += checkpoints.reduce((sum, { size }) => sum + size, 0);
  for (const { id, size } of checkpoints) {
    if (bytes <= quota) break;
    if (size === 0) continue;
    await rm(roundFolder(id), { recursive: true, force: true });
    removedRounds.push(id);
    bytes -= size;
  }
  for (const version of stored.toReversed()) {
    if (bytes <= quota) break;
    if (removed.has(version.id) || guarded.has(version.id)) continue;
    await remove(version);
    bytes -= Number(version.bytes);
  }
  return { versions: [...removed], rounds: removedRounds, bytes };
}

/** Checkpoints of rounds that ended for good. */
async function removeDeadCheckpoints(projectId: string, database: Database): Promise<string[]> {
  const ended = await database.round.findMany({
    where: { projectId, state: { in: ["succeeded", "undecided", "rejected"] } },
    select: { id: true },
  });
  const removed: string[] = [];
  for (const { id } of ended) {
    if ((await folderBytes(roundFolder(id))) === 0) continue;
    await rm(roundFolder(id), { recursive: true, force: true });
    removed.push(id);
  }
  return removed;
}

/** What is in use, or may be resumed or decided about next, with all it descends from. */
async function guardedVersions(projectId: string, database: Database): Promise<Set<string>> {
  const rows = await database.$queryRaw<{ id: string }[]>`
    WITH RECURSIVE line AS (
      SELECT m.id, m."parentId" FROM "ModelVersion" m
        LEFT JOIN "Round" r ON m.id IN (r."policyVersionId", r."rewardVersionId", r."sftVersionId")
        LEFT JOIN "ModelVersion" p ON p.id = r."policyVersionId"
      WHERE m."projectId" = ${projectId} AND (
        (m.kind IN ('policy', 'sft') AND m.state = 'active')
        OR (m.kind = 'reward' AND p.state = 'active')
        OR r.state IN ('queued', 'running')
        OR r.number = (SELECT max(number) FROM "Round" WHERE "projectId" = ${projectId}))
      UNION
      SELECT m.id, m."parentId" FROM "ModelVersion" m JOIN line ON m.id = line."parentId"
    ) SELECT id FROM line`;
  return new Set(rows.map(({ id }) => id));
}

async function removeWeights(
  projectId: string,
  version: { id: string; path: string; name: string },
  database: Database,
): Promise<void> {
  // The row first: weights that are gone must never be believed to be there.
  await database.modelVersion.update({
    where: { id: version.id },
    data: { weightsRemovedAt: new Date(), state: "retired" },
  });
  const others = await database.modelVersion.count({ where: { path: version.path, weightsRemovedAt: null } });
  if (others === 0) await rm(path.join(modelStoreFolder(), version.path), { force: true });
  await record({
    database,
    actorId: null,
    action: "model.removeWeights",
    projectId,
    targetType: "model",
    targetId: version.id,
    detail: { name: version.name },
  });
  await notify({ type: "model", projectId, id: version.id }, { database });
}
