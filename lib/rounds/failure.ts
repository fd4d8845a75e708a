import { z } from "zod";

/** Why a round failed, for a person; the shape of Round.failure. */
export const failureSchema = z.object({
  /** A word for programs, e.g. "self_test", "out_of_memory", "crash". */
  code: z.string(),
  message: z.string(),
  /** What usually lies behind it, likeliest first; what to do. */
  causes: z.array(z.string()),
});

export type RoundFailure = z.infer<typeof failureSchema>;
