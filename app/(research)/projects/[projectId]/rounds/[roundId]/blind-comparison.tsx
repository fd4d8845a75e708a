"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import type { BlindComparisonView } from "../../../../../../lib/rounds/get-blind-comparison.ts";
import { Button } from "../../../../../_components/button.tsx";
import { Card } from "../../../../../_components/card.tsx";
import { Field } from "../../../../../_components/field.tsx";
import { Input } from "../../../../../_components/input.tsx";
import { Progress } from "../../../../../_components/progress.tsx";
import { useAction } from "../../../../../_components/use-action.ts";
import { useQuantities } from "../../../../../_components/use-quantities.ts";
import { askPeople } from "../actions.ts";

const usualPairs = 20;

/** People choose between the candidate and the policy that answers now, blind: to be started, under way, or decided. */
export function BlindComparison({
  projectId,
  roundId,
  policyName,
  comparison,
  heldOutPrompts,
  mayStart,
  isAsked,
}: {
  projectId: string;
  roundId: string;
  policyName: string;
  /** Null where none was started. */
  comparison: BlindComparisonView | null;
  /** Of the project: a pair needs one of its own. */
  heldOutPrompts: number;
  mayStart: boolean;
  /** Whether a gate waits for it. */
  isAsked: boolean;
}) {
  const t = useTranslations("research.blindComparison");
  const left = comparison ? comparison.promptsLeft : heldOutPrompts;
  const isOpen = comparison !== null && comparison.writing + comparison.waiting > 0;
  return (
    <Card
      title={t("blindComparison")}
      description={
        comparison
          ? t("peopleChooseBetweenTheAnswers", { policyName, currentName: comparison.currentName })
          : t("whetherTheyPreferIt", { isAsked: isAsked ? "yes" : "no" })
      }
    >
      <div className="flex flex-col gap-4">
        {comparison && <Standing comparison={comparison} />}
        {mayStart && !isOpen && !comparison?.endedAt && (
          <StartForm projectId={projectId} roundId={roundId} left={left} isFurther={comparison !== null} />
        )}
      </div>
    </Card>
  );
}

function Standing({ comparison: { pairs, writing, waiting, rate, endedAt } }: { comparison: BlindComparisonView }) {
  const { formatPercent } = useQuantities();
  const t = useTranslations("research.blindComparison");
  const judged = pairs - writing - waiting;
  if (writing + waiting > 0) {
    return (
      <div className="flex flex-col gap-1.5">
        <Progress label={t("pairsJudged")} value={judged / pairs} />
        <p className="text-muted text-sm tabular-nums">
          {t("judgedOfPairsPairsJudged", { judged, pairs })}
          {writing > 0 && t("theAnswersOfWritingAre", { writing })}
          {t("howItStandsIsShown")}
        </p>
      </div>
    );
  }
  if (!rate) return <p className="text-muted">{t("itEndedBeforeAPair")}</p>;
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-3 tabular-nums">
      <Figure label={t("preferredIt")}>
        {formatPercent(rate.share)}{" "}
        <span className="font-normal text-base text-muted">
          {t("lowerToUpper", { lower: formatPercent(rate.lower), upper: formatPercent(rate.upper) })}
        </span>
      </Figure>
      <Figure label={t("forIt")}>{rate.wins}</Figure>
      <Figure label={t("ties")}>{rate.ties}</Figure>
      <Figure label={t("againstIt")}>{rate.losses}</Figure>
      {!endedAt && <p className="w-full text-muted text-sm">{t("tooCloseToCallSo")}</p>}
    </dl>
  );
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex flex-col">
      <dt className="text-muted text-sm">{label}</dt>
      <dd className="font-semibold text-lg">{children}</dd>
    </div>
  );
}

function StartForm({
  projectId,
  roundId,
  left,
  isFurther,
}: {
  projectId: string;
  roundId: string;
  left: number;
  isFurther: boolean;
}) {
  const t = useTranslations("research.blindComparison");
  const [pairs, setPairs] = useState(String(Math.min(usualPairs, left)));
  const [fault, setFault] = useState<string | null>(null);
  const { pending, run } = useAction();
  if (left === 0) {
    return <p className="text-muted">{t("noHeldOutPromptIs")}</p>;
  }
  return (
    <form
      className="flex flex-wrap items-end gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        const wanted = Number(pairs);
        if (!Number.isInteger(wanted) || wanted < 1 || wanted > left) {
          setFault(t("wholeNumberUpTo", { left }));
          return;
        }
        run(() => askPeople({ projectId, roundId, pairs: wanted }), {
          done: t("pairsWillCome", { wanted }),
          onFailure: ({ message }) => setFault(message),
        });
      }}
    >
      <Field label={isFurther ? t("morePairs") : t("pairs")} error={fault ?? undefined}>
        <Input
          type="number"
          inputMode="numeric"
          min={1}
          max={left}
          className="w-28"
          value={pairs}
          onChange={(event) => {
            setPairs(event.target.value);
            setFault(null);
          }}
        />
      </Field>
      <Button type="submit" tone="primary" disabled={pending}>
        {isFurther ? t("askForMore") : t("askPeople")}
      </Button>
      <p className="w-full text-muted text-sm">{t("promptsLeft", { left })}</p>
    </form>
  );
}
