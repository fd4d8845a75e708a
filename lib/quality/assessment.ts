import type { Reliability } from "../agreement/crowd-bradley-terry.ts";
import type { Share } from "../agreement/share.ts";
import type { Pace } from "./pace.ts";
import type { PositionBias } from "./position-bias.ts";

export const suspicionKinds = ["gold", "position", "pace", "consistency", "agreement", "reliability"] as const;

/** A reason to look at somebody's work. */
export interface Suspicion {
  kind: (typeof suspicionKinds)[number];
  /** One sentence with its figures. */
  sentence: string;
}

/** What the figures say about one person's work. They decide nothing: a person does. */
export interface AnnotatorAssessment {
  userId: string;
  /** Judgements of tasks that are no checks. */
  judgements: number;
  noneAcceptableShare: number;
  /** Pairs of known answers ordered as they are known to be; a tie counts half. `tasks`: gold tasks judged. */
  gold: Share & { tasks: number };
  /** Decided pairs alike with others on the same tasks. */
  agreement: Share;
  /** Decided pairs alike with their own earlier judgement of the same answers. */
  consistency: Share & { tasks: number };
  bias: PositionBias | null;
  pace: Pace | null;
  /** Others' median seconds a judgement; null where nobody's is known. */
  othersMedianSeconds: number | null;
  /** By Crowd-BT; null where they share no decided pair with anybody. */
  reliability: Reliability | null;
  suspicions: Suspicion[];
}
