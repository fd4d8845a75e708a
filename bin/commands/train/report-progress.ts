import { type Figures, figuresLine, short } from "./figures.ts";

/** Where a run's progress goes: a bar in a terminal, a line now and then elsewhere, or one JSON line a step. */
export interface Reporter {
  /** Something to know, once. */
  say(text: string): void;
  warn(text: string): void;
  step(progress: { step: number; steps: number }, metrics: Record<string, number | undefined>): void;
  /** The run's last line. */
  final(figures: Figures, seeds: readonly number[]): void;
}

const barWidth = 24;
const millisecondsBetweenLines = 10_000;

/**
 * @param shown metrics that bar and lines name, in this order
 * @param json steps and final figures as JSON on standard output, everything else on standard error
 */
export function createReporter({ shown, json = false }: { shown: readonly string[]; json?: boolean }): Reporter {
  let started: { at: number; step: number } | null = null;
  let lastLine = 0;
  const bar = process.stderr.isTTY && !json;
  const clearBar = () => {
    if (bar) process.stderr.write("\r\u001b[K");
  };

  function text(progress: { step: number; steps: number }, metrics: Record<string, number | undefined>): string {
    const values = shown.flatMap((name) => (metrics[name] === undefined ? [] : [`${name} ${short(metrics[name])}`]));
    return [`step ${progress.step}/${progress.steps}`, ...values, timeLeft(progress)].filter(Boolean).join("  ");
  }

  /** From the steps of this process; the first one, which also warms up, only counts while it is the only one. */
  function timeLeft({ step, steps }: { step: number; steps: number }): string {
    const made = step - started!.step;
    if (made < 1 || step >= steps) return "";
    return `${duration(((Date.now() - started!.at) / made) * (steps - step))} left`;
  }

  return {
    say(line) {
      clearBar();
      if (json) process.stderr.write(`${line}\n`);
      else process.stdout.write(`${line}\n`);
    },
    warn(line) {
      clearBar();
      process.stderr.write(`${line}\n`);
    },
    step(progress, metrics) {
      if (json) {
        process.stdout.write(`${JSON.stringify({ step: progress.step - 1, ...metrics })}\n`);
        return;
      }
      if (!started || progress.step <= started.step) started = { at: Date.now(), step: progress.step };
      const last = progress.step >= progress.steps;
      if (bar && !last) {
        const filled = Math.floor((progress.step / progress.steps) * barWidth);
        const line = `${"█".repeat(filled)}${"░".repeat(barWidth - filled)} ${text(progress, metrics)}`;
        process.stderr.write(`\r\u001b[K${line.slice(0, (process.stderr.columns ?? 100) - 1)}`);
        return;
      }
      if (!last && Date.now() - lastLine < millisecondsBetweenLines) return;
      lastLine = Date.now();
      clearBar();
      process.stdout.write(`${text(progress, metrics)}\n`);
    },
    final(figures, seeds) {
      if (json) process.stdout.write(`${JSON.stringify({ final: figures, seeds })}\n`);
      else
        process.stdout.write(
          `final${seeds.length > 1 ? ` over ${seeds.length} seeds` : ""}  ${figuresLine(figures, shown)}\n`,
        );
    },
  };
}

/** As people say it: 1 h 5 min, 3 min 20 s, 12 s. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
  if (seconds >= 60) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${seconds} s`;
}
