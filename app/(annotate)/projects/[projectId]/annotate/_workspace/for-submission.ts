import { settle } from "./arrangement.ts";
import type { Bodies } from "./bodies.ts";

/** An untouched order, after somebody confirmed it: as shown, or all equal where none is acceptable. */
export function forSubmission(body: Bodies["rank"]): Bodies["rank"] {
  const { arrangement, noneAcceptable } = body;
  return {
    ...body,
    arrangement: noneAcceptable ? { ...arrangement, groups: [[...arrangement.shown]] } : settle(arrangement),
  };
}
