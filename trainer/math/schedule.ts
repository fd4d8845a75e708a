/** How the learning rate moves over a run. */
export type Schedule = {
  kind: "constant" | "linear" | "cosine";
  /** Steps over which it first rises linearly from 0. */
  warmupSteps: number;
  /** Where it ends, as a share of the peak; ignored by "constant". */
  finalFraction: number;
};

/**
 * The learning rate of a step: warm-up, then constant, or down to finalFraction · peak in a line or half a cosine.
 *
 * @param step from 0 to totalSteps − 1; the first step after warm-up has the peak
 */
export function learningRateAt(schedule: Schedule, peak: number, step: number, totalSteps: number): number {
  const { kind, warmupSteps, finalFraction } = schedule;
  if (step < warmupSteps) return (peak * (step + 1)) / (warmupSteps + 1);
  if (kind === "constant") return peak;
  const progress = Math.min(1, (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
  const remaining = kind === "linear" ? 1 - progress : (1 + Math.cos(Math.PI * progress)) / 2;
  return peak * (finalFraction + (1 - finalFraction) * remaining);
}
