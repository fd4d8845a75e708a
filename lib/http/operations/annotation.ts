import { z } from "zod";
import { submissionSchema } from "../../annotations/submission.ts";
import { choice } from "../../conversations/choose-answer.ts";
import { saying } from "../../conversations/say.ts";
import { messageSchema } from "../../prompts/messages.ts";
import { commentInput } from "../../tasks/add-task-comment.ts";
import { tasksWanted } from "../../tasks/make-tasks.ts";
import { demand } from "../../tasks/set-demand.ts";
import { text } from "../../text.ts";
import { operation } from "../operation.ts";
import { idParams, noInput, timestamp } from "../schemas.ts";

const taskSchema = z.object({
  id: z.string(),
  kind: z.enum(["rank", "compare", "demonstrate", "rate", "converse"]),
  messages: z.array(messageSchema),
  completions: z.array(z.object({ id: z.string(), text: z.string() })),
  leaseExpiresAt: timestamp,
  /** Of a conversation that probes: the rule that people try to have the model break. */
  probedRule: z.object({ key: z.string(), name: z.string(), description: z.string() }).nullable(),
  /** Tags of the prompt that the project warns of. */
  sensitiveTags: z.array(z.string()),
});

export const claimOperation = operation({
  id: "claimNextTask",
  method: "POST",
  path: "/projects/{id}/tasks/next",
  summary: "The task to work on: the one you hold, else the next free one",
  description:
    "Asking again renews the lease and shows the same order. `ahead` claims one more, to have it ready; two are held at most.",
  tag: "Annotation",
  params: idParams,
  query: noInput,
  body: z.object({ ahead: z.boolean().default(false) }),
  responses: {
    200: {
      description: "The task.",
      schema: taskSchema,
    },
    204: { description: "There is none left for you." },
  },
  errors: ["FORBIDDEN", "NOT_FOUND"],
});

const nextWanted = z.object({
  /** Claim the next task too. */
  next: z.boolean().default(false),
  /** As when asking for a task. */
  ahead: z.boolean().default(false),
});

/** On a task whose answer was known, where the project tells; null otherwise. */
const feedbackSchema = z
  .object({
    /** Known pairs ordered as known; ties count half. */
    right: z.number(),
    of: z.number().int(),
    /** Places in the order shown, 0 the first; best group first. */
    known: z.array(z.array(z.number().int())),
    explanation: z.string(),
  })
  .nullable();

export const submitOperation = operation({
  id: "submitAnnotation",
  method: "POST",
  path: "/tasks/{id}/annotations",
  summary: "Submit a judgement",
  description:
    "A body for each kind of task. `rank`, the default: `ranking` has each completion of the task once, best group first, " +
    "ties in one group; where the project asks only for the best few, the others may be left out and count as worse. " +
    "`compare`: the preferred one of two and by how many grades. `rate`: one entry a completion, on the project's rubric. " +
    "`demonstrate`: the answer as it should have been. `converse`: the end of a conversation. An expired lease is no obstacle. " +
    "Beyond the task's overlap the annotation is kept and marked `extra`. The same `idempotencyKey` again stores nothing " +
    "and gets the same answer; another submission for the same task revises the first. `feedback` is null but after a task " +
    "with a known answer, where the project tells people how they did: known pairs ordered right, of how many, and the known " +
    "order. Such a judgement stands. With `next` the answer brings the " +
    "task that asking for one would have got, or null where none is left: half the requests.",
  tag: "Annotation",
  params: idParams,
  query: noInput,
  body: submissionSchema.and(nextWanted),
  responses: {
    201: {
      description: "It is stored.",
      schema: z.object({
        id: z.string(),
        extra: z.boolean(),
        feedback: feedbackSchema,
        next: taskSchema.nullable().optional(),
      }),
    },
  },
  errors: ["FORBIDDEN", "NOT_FOUND", "CONFLICT", "UNPROCESSABLE"],
});

export const makeTasksOperation = operation({
  id: "makeTasks",
  method: "POST",
  path: "/projects/{id}/tasks",
  summary: "Make tasks of a kind from prompts",
  description:
    "Out of each prompt's newest completions that differ. Prompts with an open task of that kind are passed over, and so " +
    "are those with too few completions, which `tooFew` counts. A kind that the project did not ask for is turned on.",
  tag: "Annotation",
  params: idParams,
  query: noInput,
  body: tasksWanted,
  responses: {
    201: {
      description: "They are there.",
      schema: z.object({ tasks: z.number().int(), tooFew: z.number().int() }),
    },
  },
  errors: ["FORBIDDEN", "NOT_FOUND"],
});

export const setDemandOperation = operation({
  id: "setTaskDemand",
  method: "POST",
  path: "/projects/{id}/tasks/{taskId}/demand",
  summary: "Say by how many people a task is judged, and how soon",
  description:
    "`overlap` people judge it; tasks of a higher `priority` are given out first. A task that was done opens again where " +
    "more people are asked for.",
  tag: "Annotation",
  params: idParams.extend({ taskId: text(100).min(1) }),
  query: noInput,
  body: demand,
  responses: {
    200: {
      description: "As it is now.",
      schema: z.object({ overlap: z.number().int(), priority: z.number().int() }),
    },
  },
  errors: ["FORBIDDEN", "NOT_FOUND", "CONFLICT", "UNPROCESSABLE"],
});

const turnSchema = z.object({
  number: z.number().int(),
  text: z.string(),
  answers: z.array(z.object({ id: z.string(), text: z.string() })).nullable(),
  chosenId: z.string().nullable(),
});

export const listTurnsOperation = operation({
  id: "listTurns",
  method: "GET",
  path: "/tasks/{id}/turns",
  summary: "Your conversation in a task so far",
  tag: "Annotation",
  params: idParams,
  query: noInput,
  body: noInput,
  responses: { 200: { description: "Its turns.", schema: z.object({ turns: z.array(turnSchema) }) } },
  errors: ["FORBIDDEN", "NOT_FOUND"],
});

export const sayOperation = operation({
  id: "say",
  method: "POST",
  path: "/tasks/{id}/turns",
  summary: "Say something and hear the answers",
  description:
    "Server-sent events: `event: text` with `{position, piece}` as the answers are written, then `event: turn` with the " +
    "turn, or `event: failure` with `{code, message}`. The same `number` again brings the answers that are there, or " +
    "tries anew where none came.",
  tag: "Annotation",
  params: idParams,
  query: noInput,
  body: saying,
  responses: { 200: { description: "The stream.", schema: z.string(), mediaType: "text/event-stream" } },
  errors: ["FORBIDDEN", "NOT_FOUND", "CONFLICT", "UNPROCESSABLE", "UNAVAILABLE"],
});

export const chooseOperation = operation({
  id: "chooseAnswer",
  method: "POST",
  path: "/tasks/{id}/turns/{number}/choice",
  summary: "Go on with one of the answers",
  description: "Counts as a comparison: the chosen answer is better than each of the others, or as good with `tie`.",
  tag: "Annotation",
  params: idParams.extend({ number: z.coerce.number().int().min(0).max(1000) }),
  query: noInput,
  body: choice,
  responses: { 200: { description: "The turn.", schema: turnSchema } },
  errors: ["FORBIDDEN", "NOT_FOUND", "CONFLICT", "UNPROCESSABLE"],
});

const commentSchema = z.object({ id: z.string(), text: z.string(), by: z.string(), createdAt: timestamp });

export const listCommentsOperation = operation({
  id: "listTaskComments",
  method: "GET",
  path: "/tasks/{id}/comments",
  summary: "What was said about a task",
  description:
    "Oldest first. Annotators see what other annotators say only after they have submitted their own judgement; what " +
    "admins and researchers say they see at once.",
  tag: "Annotation",
  params: idParams,
  query: noInput,
  body: noInput,
  responses: { 200: { description: "The comments.", schema: z.object({ comments: z.array(commentSchema) }) } },
  errors: ["FORBIDDEN", "NOT_FOUND"],
});

export const addCommentOperation = operation({
  id: "addTaskComment",
  method: "POST",
  path: "/tasks/{id}/comments",
  summary: "Say something about a task",
  tag: "Annotation",
  params: idParams,
  query: noInput,
  body: commentInput,
  responses: { 201: { description: "It is there.", schema: commentSchema } },
  errors: ["FORBIDDEN", "NOT_FOUND"],
});
