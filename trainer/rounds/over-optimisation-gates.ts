import type { GateResult } from "../../lib/rounds/record-gate.ts";
import type { RoundSettings } from "../../lib/rounds/settings.ts";
import type { Alarm } from "../algorithms/alarm.ts";
import { type GoldSight, leastAccuracy } from "../evaluation/gold-model.ts";
import type { GuardRule, GuardVerdict } from "../evaluation/policy-guard.ts";
import type { Evaluation } from "../evaluation/watch.ts";
import { evaluationsBelowBest } from "../math/over-optimisation.ts";
import { mean, pairedDifference } from "../math/statistics.ts";

const percent = (share: number) => `${Math.round(100 * share)} %`;
const signed = (value: number) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
const after = ({ update }: Evaluation) => (update === 0 ? "the start" : `update ${update}`);

/** How far the gold model can be trusted, in a sentence. */
function sightInWords({ accuracy, prompts, judgements, sees }: GoldSight): string {
  if (!accuracy) {
    return `The gold side is too small to train a gold reward model on (comparisons: ${judgements}, prompts: ${prompts}).`;
  }
  return `The gold reward model predicts people's choices ${percent(accuracy.mean)} of the time on prompts it has not seen (${percent(accuracy.lower)} to ${percent(accuracy.upper)}; ${judgements} comparisons)${sees ? "" : `; it may judge only where the lower end is above ${percent(leastAccuracy)}`}.`;
}

function sightInFigures({ accuracy, prompts, judgements }: GoldSight): Record<string, number> {
  return {
    prompts,
    comparisons: judgements,
    ...(accuracy && { accuracy: accuracy.mean, accuracyLower: accuracy.lower, accuracyUpper: accuracy.upper }),
  };
}

/**
 * Has the policy gone on to please the reward model alone? Where a gold model sees: failed where nothing that was learned
 * is better than the start by it, else passed with the checkpoint that is kept. Where none does, it says so; the KL
 * ceiling has stood in.
 */
export function overOptimisationGate({
  rule,
  sight,
  evaluations,
  verdict,
}: {
  rule: GuardRule;
  sight: GoldSight;
  evaluations: readonly Evaluation[];
  /** Null where there is no held-out prompt to look at. */
  verdict: GuardVerdict | null;
}): GateResult {
  const words = sightInWords(sight);
  const gate = (outcome: GateResult["outcome"], summary: string, detail: GateResult["detail"] = {}): GateResult => ({
    name: "overoptimisation",
    outcome,
    summary,
    detail: { sees: rule.kind === "gold" ? "yes" : "no", ...sightInFigures(sight), ...detail },
  });
  if (!verdict) return gate("undecided", "There is no held-out prompt to watch the policy on.");
  const last = evaluations.at(-1)!;
  const ending = verdict.stop
    ? `Learning was stopped after ${after(last)} and the policy is that of ${after(verdict.kept)}.`
    : verdict.kept === last
      ? `The policy is that of the last update, ${last.update}.`
      : `The policy is that of ${after(verdict.kept)}: gold had fallen by the last update, ${last.update}.`;
  const places = { stopped: verdict.stop ? last.update : null, kept: verdict.kept.update };
  if (rule.kind === "ceiling") {
    return gate("passed", `${words} A ceiling on KL of ${rule.ceiling} nats an answer stood in for it. ${ending}`, {
      ...places,
      ceiling: rule.ceiling,
    });
  }
  const { mean: gain, standardError } = pairedDifference(verdict.kept.gold!, evaluations[0]!.gold!);
  const [lower, upper] = [gain - 2 * standardError, gain + 2 * standardError];
  const figures = `Gold reward since the start: ${signed(gain)} (${signed(lower)} to ${signed(upper)}) on ${verdict.kept.gold!.length} held-out prompts.`;
  const detail = { ...places, gain, lower, upper };
  if (verdict.kept.update === 0 && last.update > 0) {
    return gate(
      "failed",
      `${words} Gold only fell: what was learned pleases the reward model alone. ${ending}`,
      detail,
    );
  }
  return gate("passed", `${words} ${figures} ${ending}`, detail);
}

/** Asks for a blind comparison by people, where the settings do; null where they do not. It waits to be started. */
export function peopleGate(askPeople: RoundSettings["gates"]["askPeople"], sight: GoldSight): GateResult | null {
  if (askPeople === "never" || (askPeople === "blind" && sight.sees)) return null;
  const why = sight.sees ? "The settings ask for a blind comparison by people." : sightInWords(sight);
  return {
    name: "people",
    outcome: "undecided",
    summary: `${why} Nobody has compared its answers with those of the current policy yet.`,
    detail: { comparisons: 0 },
  };
}

/** Tells on the round's page that the guard ended learning. */
export function overOptimisationAlarm(
  rule: GuardRule,
  evaluations: readonly Evaluation[],
  { kept }: GuardVerdict,
): Alarm {
  const last = evaluations.at(-1)!;
  return {
    kind: "overoptimisation",
    message:
      rule.kind === "gold"
        ? `The gold reward has been more than a standard error below its best, ${mean(kept.gold!).toFixed(2)} after ${after(kept)}, for ${evaluationsBelowBest} evaluations, while the reward model's went from ${kept.proxy.toFixed(2)} to ${last.proxy.toFixed(2)}: learning was stopped, and the policy went back to ${after(kept)}.`
        : `KL reached ${last.kl.k1.toFixed(2)} nats an answer, above the ceiling of ${rule.ceiling}, and no gold reward model sees well enough to say whether that is still progress: learning was stopped, and the policy went back to ${after(kept)}.`,
    causes: [
      "the reward model has learned from too few rankings to be pleased for so long: rank more",
      "the KL penalty is too low for this reward",
      "the learning rate is too high for so many updates",
    ],
    promptId: null,
    completion: null,
  };
}
