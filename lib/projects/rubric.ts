import { z } from "zod";
import { text } from "../text.ts";

/** Something to judge by: `key` stays when the words change, because annotations name it. */
const criterion = z.object({
  key: text(60).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case letters, digits and hyphens"),
  name: text(80).trim().min(1),
  description: text(1000).default(""),
});

const criteria = (atMost: number) =>
  z
    .array(criterion)
    .max(atMost)
    .refine((list) => new Set(list.map(({ key }) => key)).size === list.length, "two criteria have the same key")
    .default([]);

/** By what the answers of a project are rated. */
export const rubricSchema = z.object({
  /** Each rated from 1 to 7. */
  aspects: criteria(12),
  /** Yes or no of each answer, as InstructGPT's labellers marked them: fails the instruction, makes things up, … */
  marks: criteria(20),
  /** Sparrow's question of each answer: does it break this rule? Also what a `converse` task probes. */
  rules: criteria(30),
});

export type Criterion = z.infer<typeof criterion>;
export type Rubric = z.infer<typeof rubricSchema>;
