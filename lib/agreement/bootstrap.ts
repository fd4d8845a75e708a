export interface Estimate {
  value: number;
  /** The 95 % interval; null below five tasks. */
  low: number | null;
  high: number | null;
}

const fewestTasks = 5;
/** Numbers added up in all resamples together: keeps the work of a large project below about a second. */
const additionsAtMost = 60_000_000;

/**
 * A statistic of summed contributions with its percentile bootstrap interval (Efron 1979). Tasks are drawn with
 * replacement as wholes, because what is said within one belongs together. The same tasks give the same interval.
 * Sums alone, unlike trainer/math/bootstrap.ts, which takes any statistic of the units: that is what keeps a page quick.
 * Null where the statistic is not defined.
 *
 * @param tasks what each contributes, all of one length
 * @param statistic of the sum over tasks
 */
export function bootstrapOverTasks(
  tasks: readonly Float64Array[],
  statistic: (sum: Float64Array) => number | null,
): Estimate | null {
  const size = tasks[0]?.length ?? 0;
  const total = (draw: (at: number) => number) => {
    const sum = new Float64Array(size);
    for (let at = 0; at < tasks.length; at++) {
      const task = tasks[draw(at)]!;
      for (let place = 0; place < size; place++) sum[place]! += task[place]!;
    }
    return sum;
  };
  const value = tasks.length === 0 ? null : statistic(total((at) => at));
  if (value === null) return null;
  if (tasks.length < fewestTasks) return { value, low: null, high: null };
  const uniform = createUniform(tasks.length);
  const resamples = Math.max(100, Math.min(1000, Math.floor(additionsAtMost / (tasks.length * size))));
  const values: number[] = [];
  for (let resample = 0; resample < resamples; resample++) {
    const drawn = statistic(total(() => Math.floor(uniform() * tasks.length)));
    if (drawn !== null) values.push(drawn);
  }
  values.sort((one, other) => one - other);
  const at = (share: number) => values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? null;
  return { value, low: at(0.025), high: at(0.975) };
}

/** Uniform in [0, 1): mulberry32, a 32-bit generator small enough to need no library. */
export function createUniform(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
