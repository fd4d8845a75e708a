import { z } from "zod";
import { flagsSchema, rankingSchema } from "../annotations/ranking.ts";
import { text } from "../text.ts";

/** A ranking in progress, kept across reloads. Any subset of the completions may be placed. */
export const draftSchema = z.object({
  /** Groups placed so far, best first. */
  ranking: rankingSchema.or(z.array(z.never()).length(0)),
  noneAcceptable: z.boolean().default(false),
  flags: flagsSchema.default([]),
  comment: text(10_000).default(""),
  /** Seconds of attention so far. */
  activeSeconds: z.number().min(0).max(86_400).default(0),
  /** Key with which this work will be submitted, so that a submission cut off by a reload is not made twice. */
  idempotencyKey: text(200).min(1).optional(),
});

export type Draft = z.infer<typeof draftSchema>;
