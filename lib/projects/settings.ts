import { z } from "zod";
import { text } from "../text.ts";

/** How completions are sampled for tasks. */
export const samplingSettings = z.object({
  temperature: z.number().min(0).max(2).default(0.8),
  topP: z.number().gt(0).max(1).default(0.95),
  topK: z.number().int().min(0).max(1000).default(0),
  maxNewTokens: z.number().int().min(1).max(2048).default(160),
});

/** What an admin sets on a project. Every field has a default, so `{}` is a valid project. */
export const projectSettings = z.object({
  /** What people are asked for. With `demonstrate`, a prompt whose answers are all unacceptable asks for a written one. */
  kinds: z
    .array(z.enum(["rank", "demonstrate"]))
    .min(1)
    .default(["rank"]),
  /** Completions per task, 2 to 9. */
  completionsPerTask: z.number().int().min(2).max(9).default(4),
  /** People per task. */
  overlap: z.number().int().min(1).max(20).default(1),
  /** A claimed task returns to the others after this, unless its holder is active. */
  leaseMinutes: z.number().min(1).max(1440).default(30),
  /** System message before every prompt; null for none. Stored, so that training and sampling agree. */
  systemPrompt: text(8000).nullable().default(null),
  sampling: samplingSettings.prefault({}),
  /** Whether new prompts get completions by the active policy without being asked. */
  generateForNewPrompts: z.boolean().default(true),
  /** How many prompts get new completions by a newly published policy. */
  promptsPerPublishedPolicy: z.number().int().min(0).max(10_000).default(32),
  /** Rounds that start by themselves. */
  automatic: z
    .object({
      enabled: z.boolean().default(false),
      /** After this many rankings that no round has seen … */
      afterRankings: z.number().int().min(1).max(1_000_000).nullable().default(50),
      /** … or every so many minutes, when there is at least one. */
      everyMinutes: z.number().int().min(5).max(43_200).nullable().default(null),
    })
    .prefault({}),
  /** Share of prompts held out for validation and for gold; the rest trains. */
  split: z
    .object({ validation: z.number().min(0).max(0.5).default(0.2), gold: z.number().min(0).max(0.5).default(0.1) })
    .prefault({}),
  /** Checkpoints and versions are removed, oldest first, above this many GB for the project. */
  diskQuotaGigabytes: z.number().min(0.1).max(100_000).default(20),
  /** Versions whose weights are kept beside the active one and its ancestors. */
  keepVersions: z.number().int().min(1).max(1000).default(5),
  /** Overrides of the round's defaults (lib/rounds/settings.ts), checked there. */
  round: z.record(z.string(), z.json().meta({ id: "JsonValue" })).default({}),
});

export type ProjectSettings = z.infer<typeof projectSettings>;
export type SamplingSettings = z.infer<typeof samplingSettings>;
