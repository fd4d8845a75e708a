import { z } from "zod";
import { text } from "../text.ts";

const completionId = text(100).min(1);

/** `[["idA"], ["idB", "idC"]]`: best group first, ties in one group; empty where a kind gives no order. Whether it fits a task is checked at submit. */
export const rankingSchema = z.array(z.array(completionId).min(1).max(100)).max(100);

/** Things an annotator wants somebody to look at: about the whole task, or about one completion. */
export const flagsSchema = z
  .array(
    z.object({
      /** Null: the prompt or the task as a whole. */
      completionId: completionId.nullable().default(null),
      reason: text(100).trim().min(1),
      note: text(2_000).default(""),
    }),
  )
  .max(20);

export type Ranking = z.infer<typeof rankingSchema>;
export type Flag = z.infer<typeof flagsSchema>[number];

/**
 * What is wrong with a ranking of these completions, in one sentence; null where each stands in exactly one group, or
 * with `top` at least the best so many do.
 */
export function faultOfRanking(
  ranking: Ranking,
  completionIds: readonly string[],
  top: number | null = null,
): string | null {
  const known = new Set(completionIds);
  const seen = new Set<string>();
  for (const id of ranking.flat()) {
    if (!known.has(id)) return `The ranking names a completion that is not part of the task: ${id}.`;
    if (seen.has(id)) return `The ranking names a completion twice: ${id}.`;
    seen.add(id);
  }
  const missing = completionIds.filter((id) => !seen.has(id));
  if (missing.length === 0 || (top !== null && seen.size >= top)) return null;
  return `The ranking leaves out ${missing.join(", ")}.`;
}
