import { z } from "zod";
import { operation } from "../operation.ts";
import { idParams, noInput } from "../schemas.ts";

export const roundEventsOperation = operation({
  id: "watchRound",
  method: "GET",
  path: "/rounds/{id}/events",
  summary: "Hear when a round changes",
  description:
    "Server-sent events. Each `event: change` says that something about the round is new (progress, figures, samples, " +
    "gates, state): read it again with `GET /rounds/{id}`. Its data holds ids only. The first comes at once; a comment " +
    "every 15 seconds keeps the connection open.",
  tag: "Learning",
  params: idParams,
  query: noInput,
  body: noInput,
  responses: { 200: { description: "The stream.", schema: z.string(), mediaType: "text/event-stream" } },
  errors: ["FORBIDDEN", "NOT_FOUND"],
});
