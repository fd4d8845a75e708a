/** Steps whose time makes the pace: a step that met a busy machine is soon forgotten. */
const remembered = 10;

/** Measures how long steps take, to say how long the rest will. */
export class Pace {
  private readonly seconds: number[] = [];
  private last = performance.now();

  /** A step is done; it took since the last call of `step` or `skip`. */
  step(): void {
    this.seconds.push((performance.now() - this.last) / 1000);
    if (this.seconds.length > remembered) this.seconds.shift();
    this.skip();
  }

  /** What was done since is no step. */
  skip(): void {
    this.last = performance.now();
  }

  /** Seconds that so many steps will take; null before the first is measured. */
  secondsFor(steps: number): number | null {
    if (this.seconds.length === 0) return null;
    return (steps * this.seconds.reduce((sum, value) => sum + value, 0)) / this.seconds.length;
  }
}
