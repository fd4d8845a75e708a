import { z } from "zod";
import type { Kind } from "./kind.ts";

export const converseBody = z.object({
  kind: z.literal("converse"),
  /** Of a task that probes: whether the model could be made to break the rule. Null where nothing was probed. */
  verdict: z.enum(["broken", "kept", "unsure"]).nullable().default(null),
});

export type ConverseBody = z.infer<typeof converseBody>;

/** Ends a conversation. Its turns have been judged one by one, each as a task of its own (lib/conversations). */
export const converse: Kind<ConverseBody> = {
  completions: { least: 0, most: 0 },
  faultOf({ verdict }, { turns, probed }) {
    if (turns === 0) return "Nothing has been said yet: choose an answer to at least one turn.";
    if (probed && verdict === null) return "Say whether the rule was broken.";
    return !probed && verdict !== null ? "This conversation probes no rule." : null;
  },
  outcomeOf: ({ verdict }) => ({ ranking: [], noneAcceptable: false, pairs: [], judgement: { verdict } }),
};
