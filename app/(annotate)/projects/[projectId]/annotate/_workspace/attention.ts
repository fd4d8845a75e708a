/** Longer than this without any sign of life does not count as attention. */
const idleAfterMilliseconds = 60_000;

const signsOfLife = ["pointermove", "pointerdown", "keydown", "wheel", "scroll", "touchmove", "focusin"] as const;

/**
 * Counts the seconds in which somebody attends to a task: the page is visible and shows a sign of life at least once a
 * minute. Starts at `seconds`, what earlier sittings had counted.
 */
export class AttentionClock {
  private counted: number;
  private lastSign: number;
  private countedUntil: number;

  constructor(seconds: number, now = performance.now()) {
    this.counted = seconds * 1000;
    this.lastSign = now;
    this.countedUntil = now;
  }

  /** Seconds so far, with one decimal. */
  seconds(now = performance.now()): number {
    this.count(now);
    return Math.round(this.counted / 100) / 10;
  }

  /** Whether somebody was there since the given moment. */
  wasActiveSince(moment: number): boolean {
    return this.lastSign >= moment;
  }

  sign(now = performance.now()): void {
    this.count(now);
    this.lastSign = now;
  }

  /** The time since the last call, as far as it was attention. */
  private count(now: number): void {
    const attentiveUntil = Math.min(now, this.lastSign + idleAfterMilliseconds);
    if (!document.hidden) this.counted += Math.max(0, attentiveUntil - this.countedUntil);
    this.countedUntil = now;
  }

  /** Listens until the returned function is called. */
  watch(): () => void {
    const sign = () => this.sign();
    // `hidden` is new already when this runs: what came before it was visible, and counts as that.
    const turn = () => {
      const now = performance.now();
      if (document.hidden) {
        const attentiveUntil = Math.min(now, this.lastSign + idleAfterMilliseconds);
        this.counted += Math.max(0, attentiveUntil - this.countedUntil);
      } else {
        this.lastSign = now;
      }
      this.countedUntil = now;
    };
    for (const name of signsOfLife) window.addEventListener(name, sign, { passive: true, capture: true });
    document.addEventListener("visibilitychange", turn);
    return () => {
      for (const name of signsOfLife) window.removeEventListener(name, sign, { capture: true });
      document.removeEventListener("visibilitychange", turn);
    };
  }
}
