import { z } from "zod";

/** What a version's weights mean beside their numbers; the shape of ModelVersion.config. */
export const versionConfigSchema = z.object({
  /** As in Hugging Face's config.json. */
  architecture: z.record(z.string(), z.json()).optional(),
  /** Blocks that the weight file holds; the others are the trunk's. Absent for a base, which holds all. */
  topBlocks: z.number().int().optional(),
  /** Of a base: where it came from. */
  origin: z.enum(["local", "hub", "wheel"]).optional(),
  /** Of a reward model: raw score → mean 0, deviation 1. */
  normalisation: z.object({ gain: z.number(), bias: z.number() }).optional(),
  /** Of a reward model: raw score differences are divided by it where a probability is asked for. */
  temperature: z.number().optional(),
  /** Of a reward model: how many make up the ensemble. */
  members: z.number().int().optional(),
  /** Of an SFT version: what it learned from; the same demonstrations and settings have the same hash. */
  demonstrations: z.object({ count: z.number().int(), hash: z.string() }).optional(),
  /** Everything the trainer was set to, defaults included. */
  training: z.record(z.string(), z.json()).optional(),
});

export type VersionConfig = z.infer<typeof versionConfigSchema>;
