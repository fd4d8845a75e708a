/** Okabe–Ito colours, defined for both themes in globals.css. The same thing has the same colour on every page. */
export type ChartColour = "blue" | "orange" | "green" | "vermillion" | "purple" | "sky" | "grey";

export interface ChartSeries {
  /** Key in the points' values. */
  name: string;
  label: string;
  colour: ChartColour;
}

/** One step's measured values; a series without a value at a step is absent or null there. */
export interface MetricPoint {
  step: number;
  values: Record<string, number | null>;
}

/** A row as the chart draws it: `step` and, per series, the raw and the smoothed value; null breaks the line. */
export type ChartRow = { step: number } & Record<string, number | null>;

/** Name of a series' smoothed twin within a row. */
export function smoothedKey(name: string): string {
  return `${name} smoothed`;
}

/**
 * Exponential moving average with bias correction, so that the first values are not pulled towards zero.
 * Null stays null and does not count. `weight`, 0 to 1, is how much the past counts.
 */
export function smooth(values: readonly (number | null)[], weight: number): (number | null)[] {
  let average = 0;
  let mass = 0;
  return values.map((value) => {
    if (value === null) return null;
    average = weight * average + (1 - weight) * value;
    mass = weight * mass + (1 - weight);
    return average / mass;
  });
}

/** Usual distance between neighbouring steps: the median, so that a gap does not widen it. */
function usualSpacing(steps: readonly number[]): number {
  const distances = steps
    .slice(1)
    .map((step, position) => step - steps[position]!)
    .sort((a, b) => a - b);
  return distances[Math.floor(distances.length / 2)] ?? 1;
}

/** Puts an empty row into each hole of more than one and a half spacings, so that a gap is drawn as a gap. */
function withGaps(rows: readonly ChartRow[]): ChartRow[] {
  const spacing = usualSpacing(rows.map((row) => row.step));
  return rows.flatMap((row, position) => {
    const previous = rows[position - 1];
    if (!previous || row.step - previous.step <= spacing * 1.5) return [row];
    return [{ step: previous.step + spacing }, row];
  });
}

/** At most about `limit` rows: every n-th one, and always the last. More would only overlap on the screen. */
function thin(rows: readonly ChartRow[], limit: number): ChartRow[] {
  const stride = Math.ceil(rows.length / limit);
  return rows.filter((_, position) => position % stride === 0 || position === rows.length - 1);
}

/**
 * The rows a line chart draws: sorted by step, non-finite values as gaps, each series beside its moving average
 * (computed on every point, before thinning). Without `gaps`, a wide spacing is no missing step.
 */
export function chartRows(
  points: readonly MetricPoint[],
  names: readonly string[],
  { weight = 0.6, limit = 600, gaps = true }: { weight?: number; limit?: number; gaps?: boolean } = {},
): ChartRow[] {
  const sorted = points
    .filter((point) => names.some((name) => point.values[name] != null))
    .toSorted((a, b) => a.step - b.step);
  const rows: ChartRow[] = sorted.map(({ step }) => ({ step }));
  for (const name of names) {
    const raw = sorted.map(({ values }) => {
      const value = values[name];
      return value != null && Number.isFinite(value) ? value : null;
    });
    const smoothed = smooth(raw, weight);
    for (const [position, row] of rows.entries()) {
      row[name] = raw[position]!;
      row[smoothedKey(name)] = smoothed[position]!;
    }
  }
  const drawn = thin(rows, limit);
  return gaps ? withGaps(drawn) : drawn;
}

/** The newest value of a series, or null. */
export function latestValue(points: readonly MetricPoint[], name: string): number | null {
  for (const { values } of points.toSorted((a, b) => b.step - a.step)) {
    const value = values[name];
    if (value != null && Number.isFinite(value)) return value;
  }
  return null;
}
