import { z } from "zod";
import { text } from "../../text.ts";
import { operation } from "../operation.ts";
import { idParams, noInput, timestamp } from "../schemas.ts";

export const listFlagsOperation = operation({
  id: "listFlags",
  method: "GET",
  path: "/projects/{id}/flags",
  summary: "What annotators flagged",
  description:
    "By task, those that wait for a decision first; of the newest 500 annotations with flags. No person is named but by " +
    "pseudonym.",
  tag: "Quality",
  params: idParams,
  query: noInput,
  body: noInput,
  responses: {
    200: {
      description: "The tasks.",
      schema: z.object({
        tasks: z.array(
          z.object({
            taskId: z.string(),
            promptId: z.string(),
            kind: z.string(),
            text: z.string(),
            flags: z.array(
              z.object({
                reason: z.string(),
                note: z.string(),
                answer: z.string().nullable(),
                pseudonym: z.string(),
                name: z.string().nullable(),
                createdAt: timestamp,
              }),
            ),
            decision: z.object({ leavesOut: z.boolean(), note: z.string(), createdAt: timestamp }).nullable(),
            isOpen: z.boolean(),
          }),
        ),
      }),
    },
  },
  errors: ["FORBIDDEN", "NOT_FOUND"],
});

export const decideFlagsOperation = operation({
  id: "decideFlags",
  method: "POST",
  path: "/projects/{id}/flags/{taskId}/decision",
  summary: "Decide about a flagged task",
  description:
    "With `leavesOut` its rankings are in no new dataset version and no export of what counts now, and nobody gets it. Nothing is deleted: " +
    "deciding again undoes it. Every decision is recorded with its note.",
  tag: "Quality",
  params: idParams.extend({ taskId: text(100).min(1) }),
  query: noInput,
  body: z.object({ leavesOut: z.boolean(), note: text(1000).trim().min(1) }),
  responses: { 200: { description: "It is decided.", schema: z.object({ done: z.literal(true) }) } },
  errors: ["FORBIDDEN", "NOT_FOUND", "CONFLICT"],
});
