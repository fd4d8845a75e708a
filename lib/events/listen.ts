import { Client } from "pg";
import { env } from "../env.ts";
import { type AttuneEvent, eventChannel, eventSchema } from "./notify.ts";

/** Null after a reconnection: events may have been missed, whoever shows something reads it anew. */
export type EventHandler = (event: AttuneEvent | null) => void;

const firstPause = 500;
const longestPause = 15_000;

class EventListener {
  private readonly handlers = new Set<EventHandler>();
  private client: Client | null = null;
  private pause = firstPause;
  private timer: NodeJS.Timeout | null = null;
  private wasConnected = false;
  private ready: Promise<void> | null = null;

  /** Resolves once events arrive; where the database is away, retries go on behind it. */
  async add(handler: EventHandler): Promise<() => void> {
    this.handlers.add(handler);
    this.ready ??= this.connect();
    await this.ready;
    return () => {
      this.handlers.delete(handler);
      if (this.handlers.size === 0) this.close();
    };
  }

  private async connect(): Promise<void> {
    const client = new Client({ connectionString: env().DATABASE_URL, application_name: "attune events" });
    this.client = client;
    client.on("notification", ({ channel, payload }) => {
      if (channel === eventChannel && payload) this.hand(payload);
    });
    client.on("error", () => this.lost(client));
    client.on("end", () => this.lost(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${eventChannel}`);
      this.pause = firstPause;
      if (this.wasConnected) this.tell(null);
      this.wasConnected = true;
    } catch {
      this.lost(client);
    }
  }

  private lost(client: Client): void {
    if (this.client !== client) return;
    this.client = null;
    client.end().catch(() => undefined);
    if (this.handlers.size === 0) return;
    this.timer = setTimeout(() => void this.connect(), this.pause);
    this.timer.unref();
    this.pause = Math.min(2 * this.pause, longestPause);
  }

  private hand(payload: string): void {
    let content: unknown;
    try {
      content = JSON.parse(payload);
    } catch {
      return;
    }
    const event = eventSchema.safeParse(content);
    if (event.success) this.tell(event.data);
  }

  private tell(event: AttuneEvent | null): void {
    for (const handler of [...this.handlers]) handler(event);
  }

  private close(): void {
    const { client } = this;
    this.client = null;
    this.ready = null;
    this.wasConnected = false;
    if (this.timer) clearTimeout(this.timer);
    client?.end().catch(() => undefined);
  }
}

// Next bundles each route by itself: the one listener of the process is kept where all of them find it.
const shared = globalThis as unknown as { attuneEventListener?: EventListener };

/**
 * Calls `handler` for every event of the installation, from now until the returned function is called. All callers of
 * a process share one connection, which is made anew when it breaks.
 */
export async function listen(handler: EventHandler): Promise<() => void> {
  shared.attuneEventListener ??= new EventListener();
  return await shared.attuneEventListener.add(handler);
}
