import type { SubmissionInput } from "../../../../../../lib/annotations/submission.ts";
import type { GoldFeedback } from "../../../../../../lib/quality/feedback.ts";
import { post } from "./request.ts";

/** A submission that the server has not confirmed yet. */
export interface Waiting {
  taskId: string;
  submission: SubmissionInput;
  /** Orders them; milliseconds since 1970. */
  at: number;
}

/** `waiting`: no answer or the server is busy, tried again by itself. `signed-out`: waits for somebody to sign in. */
export type OutboxState = "empty" | "sending" | "waiting" | "signed-out";

interface Accepted {
  id: string;
  extra: boolean;
  feedback: GoldFeedback | null;
}

interface Listener {
  onChange: () => void;
  onAccepted: (entry: Waiting, answer: Accepted) => void;
  /** The server will never take it: it says why. */
  onRefused: (entry: Waiting, message: string) => void;
}

const pausesSeconds = [1, 2, 4, 8, 15, 30];

/**
 * Submissions on their way, sent one after another in the order made. Each lies in the browser's storage until the server
 * has confirmed it, so that a closed tab or a lost connection loses nothing, and its key makes a second sending harmless.
 */
export class Outbox {
  private readonly prefix: string;
  private readonly entries: Waiting[];
  private readonly listener: Listener;
  private sending: Promise<void> | null = null;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private signedOut = false;

  constructor(userId: string, listener: Listener) {
    this.prefix = `attune:outbox:${userId}:`;
    this.listener = listener;
    this.entries = this.stored();
  }

  get count(): number {
    return this.entries.length;
  }

  holds(taskId: string): boolean {
    return this.entries.some((entry) => entry.taskId === taskId);
  }

  get state(): OutboxState {
    if (this.entries.length === 0) return "empty";
    if (this.signedOut) return "signed-out";
    return this.failures > 0 ? "waiting" : "sending";
  }

  add(entry: Waiting): void {
    this.entries.push(entry);
    try {
      localStorage.setItem(this.prefix + entry.submission.idempotencyKey, JSON.stringify(entry));
    } catch {
      // Storage is full or forbidden: it stays in memory, and is sent at once like any other.
    }
    this.listener.onChange();
    void this.flush();
  }

  /** Sends what is there, until all is confirmed or the server does not answer. */
  flush(): Promise<void> {
    this.sending ??= this.sendAll().finally(() => {
      this.sending = null;
    });
    return this.sending;
  }

  /** Tries again when the connection or the person comes back. Until the returned function is called. */
  watch(): () => void {
    const tryNow = () => {
      if (this.entries.length > 0 && !document.hidden) void this.flush();
    };
    window.addEventListener("online", tryNow);
    document.addEventListener("visibilitychange", tryNow);
    return () => {
      clearTimeout(this.retry);
      window.removeEventListener("online", tryNow);
      document.removeEventListener("visibilitychange", tryNow);
    };
  }

  private async sendAll(): Promise<void> {
    clearTimeout(this.retry);
    for (let entry = this.entries[0]; entry; entry = this.entries[0]) {
      const answer = await post<Accepted>(`/api/v1/tasks/${entry.taskId}/annotations`, entry.submission, {
        keepalive: JSON.stringify(entry.submission).length < 50_000,
      });
      if (answer.outcome === "unreachable" || (answer.outcome === "refused" && isPassing(answer.status))) {
        this.signedOut = answer.outcome === "refused" && answer.status === 401;
        this.tryLater();
        return;
      }
      this.signedOut = false;
      this.failures = 0;
      this.remove(entry);
      if (answer.outcome === "ok") this.listener.onAccepted(entry, answer.value!);
      else this.listener.onRefused(entry, answer.message);
    }
  }

  private tryLater(): void {
    const seconds = pausesSeconds[Math.min(this.failures, pausesSeconds.length - 1)]!;
    this.failures += 1;
    this.retry = setTimeout(() => void this.flush(), seconds * 1000);
    this.listener.onChange();
  }

  private remove(entry: Waiting): void {
    this.entries.splice(this.entries.indexOf(entry), 1);
    try {
      localStorage.removeItem(this.prefix + entry.submission.idempotencyKey);
    } catch {
      // Nothing was stored then.
    }
    this.listener.onChange();
  }

  private stored(): Waiting[] {
    try {
      return Object.keys(localStorage)
        .filter((key) => key.startsWith(this.prefix))
        .map((key) => JSON.parse(localStorage.getItem(key)!) as Waiting)
        .sort((one, other) => one.at - other.at);
    } catch {
      return [];
    }
  }
}

/** Not a judgement on the submission: signed out, too many requests, or the server is in trouble. */
function isPassing(status: number): boolean {
  return status === 401 || status === 408 || status === 429 || status >= 500;
}
