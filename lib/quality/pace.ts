import type { Judgement } from "../agreement/judgements.ts";

export interface Pace {
  /** Median seconds a judgement. */
  median: number;
  /** Share of judgements made faster than anybody can read the answers. */
  unread: number;
  judgements: number;
}

/** Fast readers skim 15 words a second; a word and its space are about six characters. */
const charactersPerSecond = 15 * 6;

/** How fast a person judges; null where no times are known. */
export function paceOf(judgements: readonly Pick<Judgement, "seconds" | "characters">[]): Pace | null {
  const timed = judgements.flatMap(({ seconds, characters }) => (seconds === null ? [] : [{ seconds, characters }]));
  if (timed.length === 0) return null;
  const unread = timed.filter(({ seconds, characters }) => seconds * charactersPerSecond < characters).length;
  return {
    median: median(timed.map(({ seconds }) => seconds)),
    unread: unread / timed.length,
    judgements: timed.length,
  };
}

/** The middle value, or the mean of the two in the middle; NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1]!) / 2;
}
