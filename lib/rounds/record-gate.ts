import { type Database, db } from "../db/client.ts";
import { notify } from "../events/notify.ts";
import type { Prisma } from "../generated/prisma/client.ts";
import type { GateOutcome } from "../generated/prisma/enums.ts";

/** What is checked before a model is published. */
export const gateNames = [
  "sft",
  "reward",
  "overoptimisation",
  "improvement",
  "kl",
  "knowledge",
  "safety",
  "people",
  "publication",
] as const;
export type GateName = (typeof gateNames)[number];

export interface GateResult {
  name: GateName;
  outcome: GateOutcome;
  /** One sentence a person understands. */
  summary: string;
  /** The figures behind it. */
  detail: Record<string, number | string | null>;
}

/** Keeps a gate's outcome. The same gate again is replaced, as long as no person has decided about it. */
export async function recordGate({
  roundId,
  projectId,
  gate,
  database = db(),
}: {
  roundId: string;
  projectId: string;
  gate: GateResult;
  database?: Database;
}): Promise<void> {
  const { name, outcome, summary } = gate;
  const detail: Prisma.InputJsonObject = gate.detail;
  await database.gate.upsert({
    where: { roundId_name: { roundId, name }, decidedAt: null },
    create: { roundId, name, outcome, summary, detail },
    update: { outcome, summary, detail },
  });
  await notify({ type: "round", projectId, id: roundId }, { database });
}
