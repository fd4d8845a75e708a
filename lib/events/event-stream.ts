import { listen } from "./listen.ts";
import type { AttuneEvent } from "./notify.ts";

const pingMilliseconds = 15_000;

// One set and one handler per process, although Next bundles each route by itself.
const shared = globalThis as unknown as { attuneEventStreams?: Set<() => void> };

function openStreams(): Set<() => void> {
  if (!shared.attuneEventStreams) {
    const streams = new Set<() => void>();
    shared.attuneEventStreams = streams;
    // A server waits for open responses before it ends: these would never.
    const closeAll = () => {
      for (const close of [...streams]) close();
    };
    process.once("SIGTERM", closeAll);
    process.once("SIGINT", closeAll);
  }
  return shared.attuneEventStreams;
}

/**
 * A response of server-sent events: `event: change` with `{"type", "id"}` for each event that passes the filter, or
 * `{}` where events may have been missed; a comment every 15 seconds keeps proxies from closing it. The first event is
 * `{}` as well: the stream is open, what was read before may be old.
 */
export async function eventStream(
  request: { signal: AbortSignal },
  passes: (event: AttuneEvent) => boolean,
): Promise<Response> {
  const encoder = new TextEncoder();
  let close = () => {};
  let stopListening = () => {};
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      let isOpen = true;
      const send = (text: string) => {
        if (isOpen) controller.enqueue(encoder.encode(text));
      };
      const change = (data: object) => send(`event: change\ndata: ${JSON.stringify(data)}\n\n`);
      const ping = setInterval(() => send(": ping\n\n"), pingMilliseconds);
      close = () => {
        if (!isOpen) return;
        isOpen = false;
        clearInterval(ping);
        stopListening();
        openStreams().delete(close);
        request.signal.removeEventListener("abort", close);
        try {
          controller.close();
        } catch {
          // The reader has closed it first.
        }
      };
      openStreams().add(close);
      request.signal.addEventListener("abort", close);
      const stop = await listen((event) => {
        if (!event) change({});
        else if (passes(event)) change({ type: event.type, id: event.id });
      });
      if (isOpen) stopListening = stop;
      else stop();
      change({});
    },
    cancel: () => close(),
  });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
