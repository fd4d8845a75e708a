import { mean, meanInterval } from "../../../trainer/math/statistics.ts";

/** A number, and where it may lie (95 %) where that is known. */
export interface Figure {
  value: number;
  lower?: number;
  upper?: number;
}
export type Figures = Record<string, Figure>;

/** Metrics that count or time the run: no result of it. */
const bookkeeping = new Set(["step", "epoch", "episode", "num_tokens", "learning_rate", "lr", "eps"]);
/** The last steps whose mean stands for where training ended: one step's batch says little. */
const lastShare = 0.1;

/** Means of the metrics over the last tenth of the steps, at least one. */
export function lastMetrics(steps: readonly Record<string, unknown>[]): Figures {
  const last = steps.slice(-Math.max(1, Math.round(steps.length * lastShare)));
  const names = Object.keys(last.at(-1) ?? {}).filter((name) => !bookkeeping.has(name));
  return Object.fromEntries(
    names.flatMap((name) => {
      const values = last.map((metrics) => metrics[name]).filter((value) => typeof value === "number");
      return values.length === last.length ? [[name, { value: mean(values) }]] : [];
    }),
  );
}

/** Over several seeds: the mean of each figure, and its 95 % interval by Student's t from how the seeds differ. */
export function overSeeds(runs: readonly Figures[]): Figures {
  const names = Object.keys(runs[0]!).filter((name) => runs.every((figures) => name in figures));
  return Object.fromEntries(
    names.map((name) => {
      const { mean: value, lower, upper } = meanInterval(runs.map((figures) => figures[name]!.value));
      return [name, { value, lower, upper }];
    }),
  );
}

/** `name value (95 %: lower to upper)` for those named, and all of `--eval`. */
export function figuresLine(figures: Figures, shown: readonly string[]): string {
  return Object.entries(figures)
    .filter(([name]) => shown.includes(name) || name.includes("held-out/") || name.startsWith("eval/"))
    .map(([name, { value, lower, upper }]) => {
      const interval = lower === undefined || upper === undefined ? "" : ` (95 %: ${short(lower)} to ${short(upper)})`;
      return `${name} ${short(value)}${interval}`;
    })
    .join("  ");
}

/** Four digits that count. */
export function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
