import { wilsonInterval } from "../agreement/wilson-interval.ts";
import type { GateResult } from "./record-gate.ts";

/** Pairs by what people said of the candidate's answer. */
export interface PairCounts {
  wins: number;
  ties: number;
  losses: number;
}

export interface WinRate extends PairCounts {
  pairs: number;
  /** Wins and half the ties, over all pairs. */
  share: number;
  /** 95 %, Wilson's. */
  lower: number;
  upper: number;
}

/** How often people preferred the candidate; null without a pair. A pair is a prompt, so pairs are independent. */
export function winRateOf({ wins, ties, losses }: PairCounts): WinRate | null {
  const pairs = wins + ties + losses;
  if (pairs === 0) return null;
  return { wins, ties, losses, pairs, share: (wins + ties / 2) / pairs, ...wilsonInterval(wins + ties / 2, pairs) };
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

/** Do people prefer the candidate? Passed where the whole interval lies above a half, failed where it lies below. */
export function preferenceGate(rate: WinRate | null): GateResult {
  if (!rate) {
    return {
      name: "people",
      outcome: "undecided",
      summary: "No pair of answers came about that people could compare.",
      detail: { comparisons: 0 },
    };
  }
  const { wins, ties, losses, pairs, share, lower, upper } = rate;
  const figures = `Of ${pairs} pairs, people chose its answer ${wins} times and the current policy's ${losses} times, with ${ties} ${ties === 1 ? "tie" : "ties"}: ${percent(share)} (${percent(lower)} to ${percent(upper)}).`;
  const outcome = lower > 0.5 ? "passed" : upper < 0.5 ? "failed" : "undecided";
  const words = {
    passed: figures,
    failed: `People prefer the current policy. ${figures}`,
    undecided: `Too close to call; more pairs, or a person, can decide. ${figures}`,
  };
  return {
    name: "people",
    outcome,
    summary: words[outcome],
    detail: { comparisons: pairs, wins, ties, losses, share, lower, upper },
  };
}
