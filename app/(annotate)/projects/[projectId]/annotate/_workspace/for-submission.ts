import { settle } from "./arrangement.ts";
import type { Decision } from "./decision.ts";

/** An untouched order, after somebody confirmed it: as shown, or all equal where none is acceptable. */
export function forSubmission(decision: Decision): Decision {
  const { arrangement, noneAcceptable } = decision;
  return {
    ...decision,
    arrangement: noneAcceptable ? { ...arrangement, groups: [[...arrangement.shown]] } : settle(arrangement),
  };
}
