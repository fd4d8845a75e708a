import { z } from "zod";

/** What a dataset version takes in and how much it counts. */
export const datasetOptions = z.object({
  /** Whether rankings of people whom the others contradict count less in training. */
  weightByReliability: z.boolean().default(false),
  /** Tasks on which people agree on fewer of the decided pairs are left out, unless somebody settled them; null: all are in. */
  minimumAgreement: z.number().min(0).max(1).nullable().default(null),
});

export type DatasetOptions = z.infer<typeof datasetOptions>;
