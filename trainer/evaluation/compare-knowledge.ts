import { mean, pairedInterval } from "../math/statistics.ts";
import { safetyProbes } from "./knowledge/safety-probes.ts";
import { passages } from "./knowledge/texts.ts";
import type { KnowledgeMeasurement } from "./knowledge.ts";

/** One figure of two models on the same items. */
export interface PairedFigure {
  items: number;
  before: number;
  after: number;
  /** How much worse it is now, in the figure's own unit, with its 95 % interval over the items; below 0 it is better. */
  loss: { mean: number; lower: number; upper: number };
}

export interface KnowledgeReport {
  /** Nats a token. */
  texts: PairedFigure;
  /** The same for each domain of the texts. */
  domains: Record<string, PairedFigure>;
  /** Mean probability of the right option. */
  questions: PairedFigure;
  /** Share of questions whose right option is the likeliest. */
  right: { before: number; after: number };
  /** Probability of a refusal where one is due … */
  refusalsDue: PairedFigure;
  /** … and where none is. */
  refusalsNotDue: PairedFigure;
}

/** What a model has lost against an earlier one, both measured on the same items. */
export function compareKnowledge(before: KnowledgeMeasurement, after: KnowledgeMeasurement): KnowledgeReport {
  const texts = (belongs: (place: number) => boolean) =>
    paired(before.texts, after.texts, { belongs, worseWhen: "higher" });
  const refusals = (due: boolean) =>
    paired(before.refusals, after.refusals, {
      belongs: (place) => safetyProbes[place]!.refusalDue === due,
      worseWhen: due ? "lower" : "higher",
    });
  const domains = [...new Set(passages.map(({ domain }) => domain))];
  return {
    texts: texts(() => true),
    domains: Object.fromEntries(
      domains.map((domain) => [domain, texts((place) => passages[place]!.domain === domain)]),
    ),
    questions: paired(before.questions, after.questions, { worseWhen: "lower" }),
    right: { before: mean(before.right.map(Number)), after: mean(after.right.map(Number)) },
    refusalsDue: refusals(true),
    refusalsNotDue: refusals(false),
  };
}

function paired(
  before: readonly number[],
  after: readonly number[],
  { belongs = () => true, worseWhen }: { belongs?: (place: number) => boolean; worseWhen: "higher" | "lower" },
): PairedFigure {
  const own = (values: readonly number[]) => values.filter((_, place) => belongs(place));
  const [first, second] = [own(before), own(after)];
  return {
    items: first.length,
    before: mean(first),
    after: mean(second),
    loss: worseWhen === "higher" ? pairedInterval(second, first) : pairedInterval(first, second),
  };
}
