import { z } from "zod";
import { rankingSchema } from "../../annotations/ranking.ts";
import { messageSchema } from "../../prompts/messages.ts";
import { suspicionKinds } from "../../quality/assessment.ts";
import { text } from "../../text.ts";
import { operation } from "../operation.ts";
import { idParams, noInput, timestamp } from "../schemas.ts";

const count = z.number().int().min(0);
const share = z.object({
  /** 0 to 1; null where there is nothing to count. */
  share: z.number().nullable(),
  /** Half the width of the 95 % interval, tasks as clusters; null below two tasks. */
  margin: z.number().nullable(),
  count,
});
const interval = z.object({ value: z.number(), low: z.number(), high: z.number() });
const estimate = z.object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() }).nullable();
const acted = (description: string) => ({ 200: { description, schema: z.object({ done: z.literal(true) }) } });
const read = { params: idParams, query: noInput, body: noInput };
const annotatorParams = idParams.extend({ userId: text(100).min(1) });
const taskParams = idParams.extend({ taskId: text(100).min(1) });

export const standingOperation = operation({
  id: "getStanding",
  method: "GET",
  path: "/projects/{id}/standing",
  summary: "Whether you may work in a project, and what stands between",
  description:
    "`consent` is the form to accept first, null where there is none or you did. `qualification` counts the gold tasks " +
    "that you have judged, hold and are to judge before other tasks; null where the project has no such round.",
  tag: "Quality",
  ...read,
  responses: {
    200: {
      description: "Your standing.",
      schema: z.object({
        excluded: z.boolean(),
        consent: z.object({ id: z.string(), version: z.number().int(), text: z.string() }).nullable(),
        qualification: z
          .object({ state: z.enum(["open", "passed", "failed"]), done: count, held: count, of: count })
          .nullable(),
      }),
    },
  },
  errors: ["FORBIDDEN", "NOT_FOUND"],
});

export const acceptConsentOperation = operation({
  id: "acceptConsent",
  method: "POST",
  path: "/projects/{id}/consent",
  summary: "Accept the consent form that counts now",
  description: "Again is harmless. CONFLICT where the form has changed since it was read.",
  tag: "Quality",
  params: idParams,
  query: noInput,
  body: z.object({ formId: text(100).min(1) }),
  responses: acted("It is stored."),
  errors: ["FORBIDDEN", "NOT_FOUND", "CONFLICT"],
});

export const listConsentFormsOperation = operation({
  id: "listConsentForms",
  method: "GET",
  path: "/projects/{id}/consent-forms",
  summary: "All versions of the consent form",
  tag: "Quality",
  ...read,
  responses: {
    200: {
      description: "Newest first.",
      schema: z.object({
        forms: z.array(
          z.object({
            id: z.string(),
            version: z.number().int(),
            text: z.string(),
            createdAt: timestamp,
            endedAt: timestamp.nullable(),
            acceptances: count,
          }),
        ),
      }),
    },
  },
  errors: ["FORBIDDEN", "NOT_FOUND"],
});

export const publishConsentFormOperation = operation({
  id: "publishConsentForm",
  method: "POST",
  path: "/projects/{id}/consent-forms",
  summary: "Make a new version of the consent form",
  description: "Everybody is asked again before their next task. An empty text asks nothing from then on.",
  tag: "Quality",
  params: idParams,
  query: noInput,
  body: z.object({ text: text(50_000) }),
  responses: {
    201: { description: "It counts now.", schema: z.object({ id: z.string(), version: z.number().int() }) },
  },
  errors: ["FORBIDDEN", "NOT_FOUND", "CONFLICT"],
});

export const listGoldOperation = operation({
  id: "listGold",
  method: "GET",
  path: "/projects/{id}/gold",
  summary: "Gold tasks: tasks whose right answer is known",
  description: "Those in use first, at most 500, with how people did on them.",
  tag: "Quality",
  ...read,
  responses: {
    200: {
      description: "The gold tasks.",
      schema: z.object({
        gold: z.array(
          z.object({
            taskId: z.string(),
            promptId: z.string(),
            text: z.string(),
            groups: z.array(z.array(z.string())),
            explanation: z.string(),
            judgedBy: count,
            accuracy: z.object({ right: z.number(), of: count }),
            createdAt: timestamp,
            retiredAt: timestamp.nullable(),
          }),
        ),
      }),
    },
  },
  errors: ["FORBIDDEN", "NOT_FOUND"],
});

export const makeGoldOperation = operation({
  id: "makeGold",
  method: "POST",
  path: "/projects/{id}/gold",
  summary: "Make a gold task of a task by an expert's ranking",
  description:
    "People get copies of it among their other tasks, in the share that the project asks for (`quality.goldShare`), with " +
    "nothing that tells them apart. The task itself is done then.",
  tag: "Quality",
  params: idParams,
  query: noInput,
  body: z.object({
    taskId: text(100).min(1),
    ranking: rankingSchema,
    /** Told to annotators where the project gives feedback. */
    explanation: text(2000).default(""),
  }),
  responses: { 201: { description: "It is handed out from now on.", schema: z.object({ taskId: z.string() }) } },
  errors: ["FORBIDDEN", "NOT_FOUND", "CONFLICT", "UNPROCESSABLE"],
});

export const retireGoldOperation = operation({
  id: "retireGold",
  method: "POST",
  path: "/projects/{id}/gold/{taskId}/retirement",
  summary: "Stop handing out a gold task",
  description: "What people answered stays and counts.",
  tag: "Quality",
  params: taskParams,
  query: noInput,
  body: noInput,
  responses: acted("It is retired."),
  errors: ["FORBIDDEN", "NOT_FOUND"],
});

export const listDisagreementsOperation = operation({
  id: "listDisagreements",
  method: "GET",
  path: "/projects/{id}/disagreements",
  summary: "Tasks on which people disagree",
  description: "Worst first, at most 100, without those that somebody settled.",
  tag: "Quality",
  ...read,
  responses: {
    200: {
      description: "The tasks.",
      schema: z.object({
        disagreements: z.array(
          z.object({ taskId: z.string(), text: z.string(), agreement: z.number(), people: count }),
        ),
        total: count,
        settled: count,
      }),
    },
  },
  errors: ["FORBIDDEN", "NOT_FOUND"],
});

export const getDisagreementOperation = operation({
  id: "getDisagreement",
  method: "GET",
  path: "/projects/{id}/disagreements/{taskId}",
  summary: "A task with what each person decided",
  description:
    "`ranks` are in the order of `completions`, 1 the best. No model is named, and no person but by pseudonym.",
  tag: "Quality",
  params: taskParams,
  query: noInput,
  body: noInput,
  responses: {
    200: {
      description: "The task.",
      schema: z.object({
        taskId: z.string(),
        kind: z.string(),
        messages: z.array(messageSchema),
        completions: z.array(z.object({ id: z.string(), text: z.string() })),
        judgements: z.array(
          z.object({
            pseudonym: z.string(),
            name: z.string().nullable(),
            ranks: z.array(z.number()),
            comment: z.string(),
            createdAt: timestamp,
          }),
        ),
        settled: z.object({ ranks: z.array(z.number()), comment: z.string() }).nullable(),
      }),
    },
  },
  errors: ["FORBIDDEN", "NOT_FOUND"],
});

export const resolveOperation = operation({
  id: "resolveDisagreement",
  method: "POST",
  path: "/projects/{id}/disagreements/{taskId}/resolution",
  summary: "Settle a task",
  description: "The ranking counts alone in new dataset versions. Not by somebody who judged the task.",
  tag: "Quality",
  params: taskParams,
  query: noInput,
  body: z.object({ ranking: rankingSchema, comment: text(2000).default("") }),
  responses: { 201: { description: "It is settled.", schema: z.object({ annotationId: z.string() }) } },
  errors: ["FORBIDDEN", "NOT_FOUND", "CONFLICT", "UNPROCESSABLE"],
});

const annotatorSchema = z.object({
  userId: z.string(),
  pseudonym: z.string(),
  /** Null for readers who do not manage people. */
  name: z.string().nullable(),
  judgements: count,
  noneAcceptableShare: z.number(),
  gold: share.extend({ tasks: count }),
  agreement: share,
  consistency: share.extend({ tasks: count }),
  bias: z
    .object({
      correlation: interval,
      first: z.object({
        count,
        of: count,
        share: z.number(),
        low: z.number(),
        high: z.number(),
        expected: z.number(),
      }),
    })
    .nullable(),
  pace: z.object({ median: z.number(), unread: z.number(), judgements: count }).nullable(),
  othersMedianSeconds: z.number().nullable(),
  reliability: interval.extend({ comparisons: count }).nullable(),
  suspicions: z.array(
    z.object({
      kind: z.enum(suspicionKinds),
      sentence: z.string(),
      dismissed: z.object({ note: z.string(), createdAt: timestamp }).nullable(),
    }),
  ),
  exclusion: z.object({ reason: z.string(), createdAt: timestamp }).nullable(),
});

export const qualityOperation = operation({
  id: "getQuality",
  method: "GET",
  path: "/projects/{id}/quality",
  summary: "How far people agree, and how each of them works",
  description:
    "Gold accuracy, agreement with others, position bias, pace, consistency over repeats and Crowd-BT reliability of each " +
    "annotator with 95 % intervals, with reasons to look at their work: a person decides. Of the project pairwise agreement, " +
    "Krippendorff's α, Fleiss' and Cohen's κ, Kendall's τ and W, by week and by tag. Of the newest 20,000 judgements.",
  tag: "Quality",
  ...read,
  responses: {
    200: {
      description: "The figures.",
      schema: z.object({
        judgements: count,
        isCut: z.boolean(),
        agreement: z.object({
          tasks: count,
          people: count,
          decided: share,
          withTies: share,
          alphas: z.array(z.object({ kind: z.string(), metric: z.string(), estimate })),
          fleiss: estimate,
          cohen: estimate,
          tau: estimate,
          concordance: estimate,
          byWeek: z.array(z.object({ week: z.string(), tasks: count, share })),
          byTag: z.array(z.object({ tag: z.string(), tasks: count, share })),
        }),
        annotators: z.array(annotatorSchema),
      }),
    },
  },
  errors: ["FORBIDDEN", "NOT_FOUND"],
});

export const excludeOperation = operation({
  id: "excludeAnnotator",
  method: "POST",
  path: "/projects/{id}/annotators/{userId}/exclusion",
  summary: "Leave a person's work out",
  description:
    "Of statistics and new dataset versions; they get no tasks. Nothing is deleted, and readmission undoes it.",
  tag: "Quality",
  params: annotatorParams,
  query: noInput,
  body: z.object({ reason: text(1000).trim().min(1) }),
  responses: acted("It is left out."),
  errors: ["FORBIDDEN", "NOT_FOUND", "CONFLICT"],
});

export const readmitOperation = operation({
  id: "readmitAnnotator",
  method: "POST",
  path: "/projects/{id}/annotators/{userId}/readmission",
  summary: "Count a person's work again",
  tag: "Quality",
  params: annotatorParams,
  query: noInput,
  body: noInput,
  responses: acted("It counts again."),
  errors: ["FORBIDDEN", "NOT_FOUND", "CONFLICT"],
});

export const letInOperation = operation({
  id: "passQualification",
  method: "POST",
  path: "/projects/{id}/annotators/{userId}/qualification",
  summary: "Let a person in without, or in spite of, the qualification tasks",
  tag: "Quality",
  params: annotatorParams,
  query: noInput,
  body: noInput,
  responses: acted("They get tasks."),
  errors: ["FORBIDDEN", "NOT_FOUND"],
});

export const dismissOperation = operation({
  id: "dismissSuspicion",
  method: "POST",
  path: "/projects/{id}/annotators/{userId}/dismissals",
  summary: "Let a reason to suspect somebody's work rest",
  description: "Recorded with the note. It comes up again once they have judged twice as many tasks.",
  tag: "Quality",
  params: annotatorParams,
  query: noInput,
  body: z.object({ kind: z.enum(suspicionKinds), note: text(1000).trim().min(1) }),
  responses: acted("It rests."),
  errors: ["FORBIDDEN", "NOT_FOUND"],
});
