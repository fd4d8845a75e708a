import { z } from "zod";
import { type Database, db } from "../db/client.ts";
import type { ModelKind, ModelState, RoundState } from "../generated/prisma/enums.ts";
import type { ModelVersionGetPayload } from "../generated/prisma/models/ModelVersion.ts";

/** A model version as pages and the API show it. */
export interface ModelLine {
  id: string;
  /** Null for a base model, which all projects share. */
  projectId: string | null;
  kind: ModelKind;
  number: number;
  name: string;
  state: ModelState;
  parentId: string | null;
  /** SHA-256, hex. */
  weightsHash: string;
  trunkHash: string;
  bytes: number;
  /** Figures from its evaluation, by name (lib/rounds/metrics.ts). */
  metrics: Record<string, number>;
  createdAt: Date;
  activatedAt: Date | null;
  /** Retention removed the weights: it cannot be activated any more. */
  weightsRemovedAt: Date | null;
  /** The round that made it; null for a base. */
  round: { id: string; number: number; state: RoundState } | null;
  /** How many completions it has written. */
  completions: number;
}

const roundFields = { select: { id: true, number: true, state: true } } as const;
export const modelLineFields = {
  include: {
    sftRound: roundFields,
    rewardRound: roundFields,
    policyRound: roundFields,
    _count: { select: { completions: true } },
  },
} as const;
const metricsSchema = z.record(z.string(), z.number());

/** Shapes a row that was read with `modelLineFields`. */
export function toModelLine(row: ModelVersionGetPayload<typeof modelLineFields>): ModelLine {
  return {
    id: row.id,
    projectId: row.projectId,
    kind: row.kind,
    number: row.number,
    name: row.name,
    state: row.state,
    parentId: row.parentId,
    weightsHash: row.weightsHash,
    trunkHash: row.trunkHash,
    bytes: Number(row.bytes),
    metrics: metricsSchema.parse(row.metrics),
    createdAt: row.createdAt,
    activatedAt: row.activatedAt,
    weightsRemovedAt: row.weightsRemovedAt,
    round: row.sftRound ?? row.rewardRound ?? row.policyRound,
    completions: row._count.completions,
  };
}

/** A project's versions and the bases they stand on, oldest first: with `parentId` this is the lineage. */
export async function listModels({
  projectId,
  database = db(),
}: {
  projectId: string;
  database?: Database;
}): Promise<ModelLine[]> {
  const rows = await database.modelVersion.findMany({
    where: {
      OR: [{ projectId }, { projectId: null, OR: [{ state: "active" }, { children: { some: { projectId } } }] }],
    },
    orderBy: { createdAt: "asc" },
    ...modelLineFields,
  });
  return rows.map(toModelLine);
}
