import { listTurns } from "../../../../../../lib/conversations/list-turns.ts";
import { say } from "../../../../../../lib/conversations/say.ts";
import { AppError } from "../../../../../../lib/errors.ts";
import { endpointIn, route } from "../../../../../../lib/http/api-route.ts";
import { listTurnsOperation, sayOperation } from "../../../../../../lib/http/operations/annotation.ts";

const place = { of: "task", capability: "annotate" } as const;

export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: endpointIn(place, listTurnsOperation, async ({ actor, params }) =>
    Response.json({ turns: await listTurns({ taskId: params.id, userId: actor.id }) }),
  ),
  POST: endpointIn(place, sayOperation, async ({ actor, params, body, request }) => {
    const encoder = new TextEncoder();
    const gone = new AbortController();
    request.signal.addEventListener("abort", () => gone.abort());
    const stream = new ReadableStream<Uint8Array>({
      async start(controller) {
        const send = (event: string, data: object) => {
          if (!gone.signal.aborted)
            controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
        };
        try {
          const onText = (position: number, piece: string) => send("text", { position, piece });
          send("turn", await say({ ...body, taskId: params.id, userId: actor.id, signal: gone.signal, onText }));
        } catch (error) {
          if (!(error instanceof AppError) && !gone.signal.aborted) console.error(error);
          const known = error instanceof AppError ? error : new AppError("INTERNAL", "Something went wrong.");
          send("failure", { code: known.code, message: known.message });
        }
        if (!gone.signal.aborted) controller.close();
      },
      cancel: () => gone.abort(),
    });
    return new Response(stream, {
      headers: {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-cache, no-transform",
        "x-accel-buffering": "no",
      },
    });
  }),
});
