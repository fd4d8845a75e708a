import type { ProjectSettings } from "../../projects/settings.ts";
import type { ComparisonPair } from "../normalise-comparisons.ts";
import type { Ranking } from "../ranking.ts";

/** What a judgement of some kind comes to: the same facts for every kind. */
export interface Outcome {
  /** Best group first, ties in one group; empty where the kind says nothing about order. */
  ranking: Ranking;
  noneAcceptable: boolean;
  pairs: ComparisonPair[];
  /** What the kind says beyond that, as it is stored; null for nothing. */
  judgement: Record<string, unknown> | null;
}

/** What a judgement is checked against. */
export interface JudgedTask {
  /** In the order shown. */
  completionIds: readonly string[];
  settings: ProjectSettings;
  /** Turns of a conversation in which an answer was chosen. */
  turns: number;
  /** Whether a rule is to be probed. */
  probed: boolean;
}

/** One row of the table of kinds. */
export interface Kind<Body> {
  /** How many completions a task of it has. */
  completions: { least: number; most: number };
  /** What is wrong with a body for this task, in one sentence; null for nothing. */
  faultOf(body: Body, task: JudgedTask): string | null;
  /** Of a body without fault. */
  outcomeOf(body: Body, task: JudgedTask): Outcome;
}

/** A fault for an id that is not the task's. */
export function faultOfId(id: string | null, { completionIds }: JudgedTask, where: string): string | null {
  return id === null || completionIds.includes(id)
    ? null
    : `${where} names a completion that is not part of the task: ${id}.`;
}
