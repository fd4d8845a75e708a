import { z } from "zod";
import { answerRating } from "../annotations/kinds/rate.ts";
import { flagsSchema, rankingSchema } from "../annotations/ranking.ts";
import { text } from "../text.ts";

const common = {
  flags: flagsSchema.default([]),
  comment: text(10_000).default(""),
  /** Seconds of attention so far. */
  activeSeconds: z.number().min(0).max(86_400).default(0),
  /** Key with which this work will be submitted, so that a submission cut off by a reload is not made twice. */
  idempotencyKey: text(200).min(1).optional(),
};

/** A judgement in progress, kept across reloads: of each kind what a submission holds, complete or not. */
export const draftSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("rank").optional(),
    /** Groups placed so far, best first. Any subset of the completions may be placed. */
    ranking: rankingSchema,
    noneAcceptable: z.boolean().default(false),
    ...common,
  }),
  z.object({
    kind: z.literal("compare"),
    /** Null with a grade of null: nothing decided yet, or a tie where `tie` says so. */
    preferred: text(100).min(1).nullable().default(null),
    grade: z.number().int().min(1).max(4).nullable().default(null),
    tie: z.boolean().default(false),
    bothBad: z.boolean().default(false),
    ...common,
  }),
  z.object({ kind: z.literal("rate"), ratings: z.array(answerRating).max(9), ...common }),
  z.object({
    kind: z.literal("demonstrate"),
    text: text(100_000).default(""),
    editedFromId: text(100).min(1).nullable().default(null),
    ...common,
  }),
  z.object({
    kind: z.literal("converse"),
    verdict: z.enum(["broken", "kept", "unsure"]).nullable().default(null),
    /** What they are about to say next. */
    text: text(20_000).default(""),
    ...common,
  }),
]);

export type Draft = z.infer<typeof draftSchema>;
