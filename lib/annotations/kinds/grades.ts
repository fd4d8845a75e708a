// Apart from the kind itself: the browser needs it without the schemas.

/** Grades to each side: half the points of a scale that runs from one answer to the other. */
export function gradesOf(scale: "4" | "8"): 2 | 4 {
  return scale === "4" ? 2 : 4;
}
