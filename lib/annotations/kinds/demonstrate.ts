import { z } from "zod";
import { text } from "../../text.ts";
import type { Kind } from "./kind.ts";
import { faultOfId } from "./kind.ts";

export const demonstrateBody = z.object({
  kind: z.literal("demonstrate"),
  /** The answer as it should have been. */
  text: text(100_000).refine((written) => written.trim() !== "", "is empty"),
  /** The completion that it was edited from; null for one written from nothing. */
  editedFromId: text(100).min(1).nullable().default(null),
});

export type DemonstrateBody = z.infer<typeof demonstrateBody>;

/** The ideal answer, written or edited out of one of those there. What it becomes is in store-demonstration.ts. */
export const demonstrate: Kind<DemonstrateBody> = {
  completions: { least: 0, most: 9 },
  faultOf: ({ editedFromId }, task) => faultOfId(editedFromId, task, "`editedFromId`"),
  outcomeOf: ({ text: written, editedFromId }) => ({
    ranking: [],
    noneAcceptable: false,
    pairs: [],
    judgement: { text: written, editedFromId },
  }),
};
