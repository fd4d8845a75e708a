import { z } from "zod";
import { datasetOptions } from "../datasets/options.ts";
import { text } from "../text.ts";
import { rubricSchema } from "./rubric.ts";

/** How completions are sampled for tasks. */
export const samplingSettings = z.object({
  temperature: z.number().min(0).max(2).default(0.8),
  topP: z.number().gt(0).max(1).default(0.95),
  topK: z.number().int().min(0).max(1000).default(0),
  maxNewTokens: z.number().int().min(1).max(2048).default(160),
});

const taskKinds = ["rank", "compare", "rate", "demonstrate", "converse"] as const;

/** What an admin sets on a project. Every field has a default, so `{}` is a valid project. */
export const projectSettings = z.object({
  /** What people are asked for: tasks of other kinds wait. With `demonstrate`, a prompt whose answers are all unacceptable asks for a written one. */
  kinds: z.array(z.enum(taskKinds)).min(1).default(["rank"]),
  /** What freshly generated and imported completions become. `compare` generates two a prompt. */
  judgeBy: z.enum(["rank", "compare", "rate"]).default("rank"),
  rank: z
    .object({
      /** Only the best so many need a place; the others count as worse than these. Null: all. */
      top: z.number().int().min(1).max(8).nullable().default(null),
    })
    .prefault({}),
  compare: z
    .object({
      /** Points from "the first is much better" to "the second is much better". */
      scale: z.enum(["4", "8"]).default("8"),
      ties: z.boolean().default(true),
    })
    .prefault({}),
  rate: z
    .object({
      /** 1 to 7 for each answer as a whole. */
      overall: z.boolean().default(true),
      /** Whether a better overall rating counts as a comparison. */
      comparisons: z.boolean().default(true),
    })
    .prefault({}),
  rubric: rubricSchema.prefault({}),
  demonstrate: z
    .object({
      /** Whether an edited answer counts as better than the one it was made of. */
      comparisons: z.boolean().default(true),
    })
    .prefault({}),
  converse: z
    .object({
      /** Answers to each turn. */
      answers: z.number().int().min(2).max(4).default(2),
      /** Whether the prompt opens the conversation, or is only its theme and the person opens. */
      opening: z.enum(["prompt", "theme"]).default("prompt"),
      /** Turns at most. */
      turns: z.number().int().min(1).max(50).default(8),
      /** Name of a source from ATTUNE_SOURCES; null: the project's own active model. */
      source: text(100).nullable().default(null),
      /** People try to make the model break one rule of the rubric, drawn for each task. */
      probe: z.boolean().default(false),
    })
    .prefault({}),
  /** A prompt with one of these tags is shown only after a warning. */
  sensitiveTags: z.array(text(100).trim().min(1)).max(50).default([]),
  /** Completions per task, 2 to 9. */
  completionsPerTask: z.number().int().min(2).max(9).default(4),
  /** People per task. */
  overlap: z.number().int().min(1).max(20).default(1),
  /** Tags that ask for a skill, such as a language: their prompts go only to members who have it. */
  skillTags: z.array(text(100).trim().min(1)).max(50).default([]),
  /** Tasks that one person gets in 24 hours; null: as many as there are. */
  tasksPerDay: z.number().int().min(1).max(10_000).nullable().default(null),
  /** What becomes of a person's comments and notes when they leave. Their judgements stay, under a pseudonym. */
  whenSomebodyLeaves: z.enum(["keep", "erase"]).default("keep"),
  /** How people's work is checked: lib/quality. */
  quality: z
    .object({
      /** Share of a person's tasks that have a known answer, as far as there are such tasks. */
      goldShare: z.number().min(0).max(0.5).default(0),
      /** Share of a person's tasks that they judged before, to see whether they judge alike. */
      repeatShare: z.number().min(0).max(0.2).default(0),
      /** Whether people are told how they did on a task with a known answer. */
      feedback: z.enum(["never", "qualification", "always"]).default("never"),
      /** Tasks with a known answer that somebody judges before they get others; 0: none. */
      qualificationTasks: z.number().int().min(0).max(100).default(0),
      /** Share of known pairs to get right in these. */
      qualificationAccuracy: z.number().min(0.5).max(1).default(0.75),
    })
    .prefault({}),
  /** How annotations become a dataset version: lib/datasets/options.ts. */
  dataset: datasetOptions.prefault({}),
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
