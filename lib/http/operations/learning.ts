import { z } from "zod";
import { splitCountsSchema } from "../../datasets/split-counts.ts";
import {
  GateOutcome,
  ModelKind,
  ModelState,
  RoundStage,
  RoundState,
  RoundTrigger,
  SamplePhase,
} from "../../generated/prisma/enums.ts";
import { roundOverrides } from "../../rounds/effective-settings.ts";
import { failureSchema } from "../../rounds/failure.ts";
import { roundSettings } from "../../rounds/settings.ts";
import { text } from "../../text.ts";
import { operation } from "../operation.ts";
import { idParams, noInput, timestamp } from "../schemas.ts";

const person = z.object({ id: z.string(), name: z.string() });
const version = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(ModelState),
  weightsRemovedAt: timestamp.nullable(),
});
const figures = z.record(z.string(), z.number());
const steps = z.array(z.object({ step: z.number().int(), values: figures }));

const roundBody = z.object({
  id: z.string(),
  projectId: z.string(),
  number: z.number().int(),
  state: z.enum(RoundState),
  stage: z.enum(RoundStage).nullable(),
  /** 0 to 1 within the stage. */
  progress: z.number(),
  secondsLeft: z.number().nullable(),
  trigger: z.enum(RoundTrigger),
  settings: roundSettings,
  seed: z.number().int(),
  failure: failureSchema.nullable(),
  cancelRequestedAt: timestamp.nullable(),
  createdAt: timestamp,
  startedAt: timestamp.nullable(),
  finishedAt: timestamp.nullable(),
  createdBy: person.nullable(),
  ahead: z.number().int(),
  dataset: z
    .object({
      id: z.string(),
      number: z.number().int(),
      hash: z.string(),
      annotations: z.number().int(),
      splitCounts: splitCountsSchema,
    })
    .nullable(),
  reference: version.nullable(),
  start: version.nullable(),
  /** Null where the round had no reason to fine-tune on demonstrations. */
  sftVersion: version.nullable(),
  rewardVersion: version.nullable(),
  policyVersion: version.nullable(),
  gates: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      outcome: z.enum(GateOutcome),
      summary: z.string(),
      detail: z.record(z.string(), z.union([z.number(), z.string(), z.null()])),
      decidedBy: person.nullable(),
      decidedAt: timestamp.nullable(),
    }),
  ),
  /** What the trainer saw that usually ends badly, oldest first; the newest 50. */
  alarms: z.array(
    z.object({
      id: z.string(),
      stage: z.enum(RoundStage),
      step: z.number().int(),
      kind: z.string(),
      message: z.string(),
      causes: z.array(z.string()),
      promptId: z.string().nullable(),
      completion: z.string().nullable(),
      createdAt: timestamp,
    }),
  ),
  /** By stage; at most 1,000 steps each. */
  metrics: z.object({ collect: steps, sft: steps, reward: steps, policy: steps, evaluate: steps, publish: steps }),
  samples: z.array(
    z.object({
      promptId: z.string(),
      phase: z.enum(SamplePhase),
      step: z.number().int(),
      index: z.number().int(),
      text: z.string(),
      reward: z.number(),
      kl: z.number().nullable(),
      tokens: z.number().int(),
    }),
  ),
});

export const launchRoundOperation = operation({
  id: "launchRound",
  method: "POST",
  path: "/projects/{id}/rounds",
  summary: "Start a round of learning",
  description:
    "`{}` takes the project's settings; `settings` overrides any of them. A project has one round at a time.",
  tag: "Learning",
  params: idParams,
  query: noInput,
  body: z.object({ settings: roundOverrides.default({}) }),
  responses: {
    201: {
      description: "It waits for the trainer.",
      schema: roundBody.pick({ id: true, number: true, settings: true }).extend({ state: z.literal("queued") }),
    },
  },
  errors: ["FORBIDDEN", "NOT_FOUND", "CONFLICT", "UNPROCESSABLE"],
});

export const listRoundsOperation = operation({
  id: "listRounds",
  method: "GET",
  path: "/projects/{id}/rounds",
  summary: "A project's rounds, newest first",
  tag: "Learning",
  params: idParams,
  query: z.object({ before: z.coerce.number().int().min(1).optional() }),
  body: noInput,
  responses: {
    200: {
      description: "Up to 50; `before` the last one's number pages on.",
      schema: z.object({
        rounds: z.array(
          roundBody
            .pick({
              id: true,
              number: true,
              state: true,
              stage: true,
              progress: true,
              secondsLeft: true,
              trigger: true,
              createdAt: true,
              startedAt: true,
              finishedAt: true,
              createdBy: true,
            })
            .extend({
              dataset: z.object({ id: z.string(), number: z.number().int(), comparisons: z.number().int() }).nullable(),
              policyVersion: version.omit({ weightsRemovedAt: true }).nullable(),
              gates: z.array(z.object({ name: z.string(), outcome: z.enum(GateOutcome) })),
              improvement: z.number().nullable(),
              kl: z.number().nullable(),
            }),
        ),
      }),
    },
  },
  errors: ["FORBIDDEN", "NOT_FOUND"],
});

export const getRoundOperation = operation({
  id: "getRound",
  method: "GET",
  path: "/rounds/{id}",
  summary: "A round: state, stage, progress, metrics, gates, samples",
  tag: "Learning",
  params: idParams,
  query: noInput,
  body: noInput,
  responses: { 200: { description: "The round.", schema: roundBody } },
  errors: ["FORBIDDEN", "NOT_FOUND"],
});

export const cancelRoundOperation = operation({
  id: "cancelRound",
  method: "POST",
  path: "/rounds/{id}/cancel",
  summary: "Stop a round",
  description: "A queued one ends at once, a running one within seconds, keeping its last checkpoint.",
  tag: "Learning",
  params: idParams,
  query: noInput,
  body: noInput,
  responses: {
    200: { description: "Its state now.", schema: z.object({ state: z.enum(["cancelled", "running"]) }) },
  },
  errors: ["FORBIDDEN", "NOT_FOUND", "CONFLICT"],
});

export const listModelsOperation = operation({
  id: "listModels",
  method: "GET",
  path: "/models",
  summary: "The model versions of your projects and the bases they stand on",
  description: "Oldest first; with `parentId` this is the lineage.",
  tag: "Learning",
  params: noInput,
  query: z.object({
    /** Only this project's. */
    projectId: text(100).min(1).optional(),
  }),
  body: noInput,
  responses: {
    200: {
      description: "The versions.",
      schema: z.object({
        models: z.array(
          z.object({
            id: z.string(),
            projectId: z.string().nullable(),
            kind: z.enum(ModelKind),
            number: z.number().int(),
            name: z.string(),
            state: z.enum(ModelState),
            parentId: z.string().nullable(),
            weightsHash: z.string(),
            trunkHash: z.string(),
            bytes: z.number(),
            metrics: figures,
            createdAt: timestamp,
            activatedAt: timestamp.nullable(),
            weightsRemovedAt: timestamp.nullable(),
            round: z.object({ id: z.string(), number: z.number().int(), state: z.enum(RoundState) }).nullable(),
            completions: z.number().int(),
          }),
        ),
      }),
    },
  },
  errors: ["FORBIDDEN", "NOT_FOUND"],
});
