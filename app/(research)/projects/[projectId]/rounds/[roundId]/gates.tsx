import { useTranslations } from "next-intl";
import type { RoundGate } from "../../../../../../lib/rounds/get-round.ts";
import { Card } from "../../../../../_components/card.tsx";
import { TimeAgo } from "../../../../../_components/time-ago.tsx";
import { useQuantities } from "../../../../../_components/use-quantities.ts";
import { useRecordedText } from "../../../../../_i18n/use-recorded-text.ts";
import { GateBadge } from "../../../../_rounds/gate-badge.tsx";
import { gateWords } from "../../../../_rounds/gate-words.ts";
import { IntervalBar } from "./interval-bar.tsx";

/** The checks before anything is published: question, outcome, figures, and who decided what they could not. */
export function Gates({ gates, isLive }: { gates: RoundGate[]; isLive: boolean }) {
  const t = useTranslations("research.gates");
  if (gates.length === 0 && !isLive) return null;
  return (
    <Card title={t("gates")} description={t("description")} flush>
      {gates.length === 0 ? (
        <p className="px-4 py-6 text-center text-muted">{t("notYet")}</p>
      ) : (
        <ul className="divide-y divide-border">
          {gates.map((gate) => (
            <li key={gate.id} className="grid gap-x-6 gap-y-3 px-4 py-3.5 lg:grid-cols-[minmax(0,1fr)_18rem]">
              <GateText gate={gate} />
              <GateFigure gate={gate} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function GateText({ gate }: { gate: RoundGate }) {
  const t = useTranslations("research.gates");
  const inWords = useRecordedText();
  const words = gateWords(gate.name, useTranslations("research.gateNames"));
  return (
    <div className="min-w-0">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">{words.name}</span>
        <GateBadge outcome={gate.outcome} />
        {words.question && <span className="text-muted text-sm">{words.question}</span>}
      </p>
      <p className="mt-1 max-w-prose tabular-nums">{inWords(gate.summary)}</p>
      {gate.decidedBy && gate.decidedAt && (
        <p className="mt-1 text-muted text-sm">
          {t.rich("decidedBy", { name: gate.decidedBy.name, time: () => <TimeAgo date={gate.decidedAt!} /> })}
        </p>
      )}
    </div>
  );
}

/** Gates that are one estimate with its interval beside one value: names in their detail, and what the bar says. */
const singleFigures = {
  sft: {
    keys: ["difference", "lower", "upper"],
    reference: 0,
    referenceLabel: "references.asTheBase",
    label: "lossLessBase",
  },
  reward: {
    keys: ["logLoss", "logLossLower", "logLossUpper"],
    reference: Math.LN2,
    referenceLabel: "references.coinToss",
    label: "logLoss",
  },
  improvement: {
    keys: ["difference", "lower", "upper"],
    reference: 0,
    referenceLabel: "references.noGain",
    label: "gainInReward",
  },
  people: {
    keys: ["share", "lower", "upper"],
    reference: 0.5,
    referenceLabel: "references.aHalf",
    label: "sharePreferring",
  },
  overoptimisation: {
    keys: ["gain", "lower", "upper"],
    reference: 0,
    referenceLabel: "references.theStart",
    label: "goldGain",
  },
} as const;

const isSingle = (name: string): name is keyof typeof singleFigures => Object.hasOwn(singleFigures, name);

function GateFigure({ gate: { name, outcome, detail } }: { gate: RoundGate }) {
  const { formatFigure, formatPercent } = useQuantities();
  const t = useTranslations("research.gates");
  const number = (key: string) => (typeof detail[key] === "number" ? detail[key] : null);
  const bar = (estimate: number | null, low: number | null, high: number | null) =>
    estimate === null ? null : { estimate, low: low ?? estimate, high: high ?? estimate };
  if (isSingle(name)) {
    const { keys, reference, referenceLabel, label } = singleFigures[name];
    const measured = bar(number(keys[0]), number(keys[1]), number(keys[2]));
    return (
      measured && (
        <IntervalBar
          {...measured}
          outcome={outcome}
          reference={reference}
          referenceLabel={t(referenceLabel)}
          label={t(label)}
        />
      )
    );
  }
  if (name === "kl") {
    const kl = number("kl");
    const error = number("standardError") ?? 0;
    const ceiling = number("ceiling");
    const measured = kl === null ? null : bar(kl, kl - 2 * error, kl + 2 * error);
    return measured && ceiling !== null ? (
      <IntervalBar
        {...measured}
        from={0}
        outcome={outcome}
        reference={ceiling}
        referenceLabel={t("references.ceiling")}
        label={t("kl")}
      />
    ) : null;
  }
  const loss = (key: "textLoss" | "questionLoss" | "dueLoss" | "notDueLoss", format = formatFigure) => {
    const measured = bar(number(key), number(`${key}Lower`), number(`${key}Upper`));
    const margin = number(`${key}Margin`);
    if (!measured || margin === null) return null;
    // Each figure by itself: the gate has the outcome of the worst.
    const own = measured.low > margin ? "failed" : measured.high <= margin ? "passed" : "undecided";
    return (
      <IntervalBar
        {...measured}
        outcome={own}
        reference={margin}
        referenceLabel={t("references.margin")}
        label={t(key)}
        format={format}
      />
    );
  };
  if (name === "knowledge") {
    return (
      <div className="grid gap-3">
        {loss("textLoss")}
        {loss("questionLoss", formatPercent)}
      </div>
    );
  }
  if (name === "safety") {
    return (
      <div className="grid gap-3">
        {loss("dueLoss", formatPercent)}
        {loss("notDueLoss", formatPercent)}
      </div>
    );
  }
  return null;
}
