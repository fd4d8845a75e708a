import type { TrainerState } from "../algorithms/learner.ts";
import { courseOfGold } from "../math/over-optimisation.ts";
import type { Top } from "../models/top.ts";
import type { Evaluation } from "./watch.ts";

/** What keeps a policy from over-optimising: a gold model where one sees well enough, else a ceiling on KL. */
export type GuardRule = { kind: "gold" } | { kind: "ceiling"; ceiling: number };

/** Why a policy was stopped, and where it went back to. */
export interface GuardVerdict {
  /** Whether learning must end. */
  stop: boolean;
  /** The evaluation whose weights are to be kept; its `update` is how many updates they have seen. */
  kept: Evaluation;
}

/** Watches evaluations while a policy learns, and holds the best weights beside the last. */
export interface PolicyGuard {
  readonly rule: GuardRule;
  readonly evaluations: readonly Evaluation[];
  /** Of the evaluations so far; null before the first. */
  readonly verdict: GuardVerdict | null;
  /** Takes an evaluation of the policy as it is now. */
  take(evaluation: Evaluation): void;
  /** Gives the policy the weights that the verdict keeps. */
  restoreKept(): void;
  /** Adds the guard's state, weights and all, to a checkpoint's. */
  exportTo(target: TrainerState): void;
  /** The reverse. Throws where the state was made under another rule or lacks weights. */
  importFrom(source: TrainerState): void;
}

const names = { rule: "guard/rule", evaluations: "guard/evaluations", weight: "guard/weight" };

/**
 * What evaluations come to. By gold: stop once gold has fallen below its best for good (`courseOfGold`), and keep the best
 * weights where the last lie below it, else the last. By ceiling: stop at the first evaluation above it, and keep the last one within; the
 * start always counts as within.
 */
export function judgeEvaluations(rule: GuardRule, evaluations: readonly Evaluation[]): GuardVerdict {
  const last = evaluations.at(-1)!;
  if (rule.kind === "gold") {
    const { best, below, stop } = courseOfGold(evaluations.map(({ gold }) => gold!));
    return { stop, kept: below > 0 ? evaluations[best]! : last };
  }
  const beyond = evaluations.findIndex(({ kl }, place) => place > 0 && kl.k1 > rule.ceiling);
  return beyond < 0 ? { stop: false, kept: last } : { stop: true, kept: evaluations[beyond - 1]! };
}

/** Whether the weights of the newest evaluation are the best so far. */
function isBest(rule: GuardRule, evaluations: readonly Evaluation[]): boolean {
  return rule.kind === "gold"
    ? courseOfGold(evaluations.map(({ gold }) => gold!)).best === evaluations.length - 1
    : !judgeEvaluations(rule, evaluations).stop;
}

export function createPolicyGuard(policy: Top, rule: GuardRule): PolicyGuard {
  let evaluations: Evaluation[] = [];
  let best: Record<string, Float32Array> | null = null;

  return {
    rule,
    get evaluations() {
      return evaluations;
    },
    get verdict() {
      return evaluations.length === 0 ? null : judgeEvaluations(rule, evaluations);
    },
    take(evaluation) {
      evaluations = [...evaluations, evaluation];
      if (!isBest(rule, evaluations)) return;
      best = Object.fromEntries(
        [...policy.variables].map(([name, variable]) => [name, Float32Array.from(variable.dataSync<"float32">())]),
      );
    },
    restoreKept() {
      if (!best || judgeEvaluations(rule, evaluations).kept === evaluations.at(-1)) return;
      policy.load(best);
    },
    exportTo(target) {
      target.values[names.rule] = JSON.stringify(rule);
      target.values[names.evaluations] = JSON.stringify(evaluations);
      for (const [name, values] of Object.entries(best ?? {})) target.tensors[`${names.weight}/${name}`] = values;
    },
    importFrom(source) {
      const written = source.values[names.evaluations];
      if (source.values[names.rule] !== JSON.stringify(rule) || typeof written !== "string") {
        throw new Error("The checkpoint was made under another guard; start the stage anew.");
      }
      evaluations = JSON.parse(written) as Evaluation[];
      if (evaluations.length === 0) {
        best = null;
        return;
      }
      best = {};
      for (const [name, { size }] of policy.variables) {
        const values = source.tensors[`${names.weight}/${name}`];
        if (values?.length !== size) throw new Error(`${names.weight}/${name} does not fit the policy.`);
        best[name] = values;
      }
    },
  };
}
