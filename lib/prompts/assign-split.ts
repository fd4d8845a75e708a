import { type Database, db } from "../db/client.ts";
import type { Split } from "../generated/prisma/enums.ts";
import type { ProjectSettings } from "../projects/settings.ts";
import { sha256 } from "./fingerprint.ts";

/**
 * The side of the split that a key falls on: its hash, as a number in [0, 1), against the held-out shares. The same
 * key falls on the same side in every project and at every time, as long as the shares are the same.
 */
export function splitOf(splitKey: string, shares: ProjectSettings["split"]): Split {
  const position = Number.parseInt(sha256(`split ${splitKey}`).slice(0, 12), 16) / 2 ** 48;
  if (position < shares.gold) return "gold";
  return position < shares.gold + shares.validation ? "validation" : "train";
}

/**
 * Sides for new prompts, by split key. A prompt in the project that shares the key decides, whatever the shares have
 * become since: near-duplicates never sit on both sides.
 */
export async function assignSplits({
  projectId,
  splitKeys,
  shares,
  database = db(),
}: {
  projectId: string;
  splitKeys: string[];
  shares: ProjectSettings["split"];
  database?: Database;
}): Promise<Map<string, Split>> {
  const relatives = await database.prompt.findMany({
    where: { projectId, splitKey: { in: splitKeys } },
    select: { splitKey: true, split: true },
  });
  return new Map([
    ...splitKeys.map((splitKey) => [splitKey, splitOf(splitKey, shares)] as const),
    ...relatives.map(({ splitKey, split }) => [splitKey, split] as const),
  ]);
}
