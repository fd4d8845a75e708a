import { CircleAlert, CircleCheck, CircleSlash } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Share } from "../../../../../../lib/agreement/share.ts";
import type { AnnotatorQuality } from "../../../../../../lib/quality/get-quality.ts";
import { Badge } from "../../../../../_components/badge.tsx";
import { Card } from "../../../../../_components/card.tsx";
import { classes } from "../../../../../_components/classes.ts";
import { Interval } from "../../../../../_components/interval.tsx";
import { Term } from "../../../../../_components/tooltip.tsx";
import { useQuantities } from "../../../../../_components/use-quantities.ts";
import { useRecordedText } from "../../../../../_i18n/use-recorded-text.ts";
import { ExcludeDialog } from "./exclude-dialog.tsx";
import { ReadmitButton } from "./readmit-button.tsx";
import { RestDialog } from "./rest-dialog.tsx";

/** What is known of one person's work, and whether it counts. */
export function AnnotatorCard({
  projectId,
  annotator,
  mayManage,
}: {
  projectId: string;
  annotator: AnnotatorQuality;
  mayManage: boolean;
}) {
  const inWords = useRecordedText();
  const t = useTranslations("research.annotatorCard");
  const { userId, name, pseudonym, judgements, exclusion, suspicions } = annotator;
  const called = name ?? pseudonym.slice(0, 8);
  return (
    <Card
      title={
        <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className={name ? undefined : "font-mono"}>{called}</span>
          <StateBadge annotator={annotator} />
        </span>
      }
      description={
        mayManage ? (
          <Link href={`/projects/${projectId}/data?person=${userId}`} className="hover:underline">
            {t("judgementCount", { count: judgements })}
          </Link>
        ) : (
          t("judgementCount", { count: judgements })
        )
      }
      actions={
        mayManage &&
        (exclusion ? (
          <ReadmitButton projectId={projectId} userId={userId} />
        ) : (
          <ExcludeDialog projectId={projectId} userId={userId} name={called} judgements={judgements} />
        ))
      }
    >
      {exclusion && <p className="mb-3 text-muted">{t("leftOutReason", { reason: exclusion.reason })}</p>}
      {suspicions.length > 0 && (
        <ul className="mb-4 flex flex-col gap-1">
          {suspicions.map(({ kind, sentence: recorded, dismissed }) => {
            const sentence = inWords(recorded);
            const Icon = dismissed ? CircleCheck : CircleAlert;
            return (
              <li key={kind} className="flex flex-wrap items-start gap-x-3 gap-y-1">
                <span className={classes("flex min-w-0 gap-2", dismissed && "text-muted")}>
                  <Icon
                    aria-hidden
                    className={classes("mt-0.5 size-4 shrink-0", dismissed ? "text-good" : "text-warning")}
                  />
                  <span className="min-w-0">
                    {sentence}
                    {dismissed && (
                      <span className="block break-words text-sm">{t("lookedAt", { note: dismissed.note })}</span>
                    )}
                  </span>
                </span>
                {mayManage && !dismissed && !exclusion && (
                  <span className="-my-1">
                    <RestDialog projectId={projectId} userId={userId} suspicion={{ kind, sentence }} />
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      )}
      <Figures annotator={annotator} />
    </Card>
  );
}

function StateBadge({ annotator: { exclusion, suspicions } }: { annotator: AnnotatorQuality }) {
  const t = useTranslations("research.annotatorCard");
  if (exclusion) {
    return (
      <Badge>
        <CircleSlash aria-hidden /> {t("leftOut")}
      </Badge>
    );
  }
  const open = suspicions.filter(({ dismissed }) => !dismissed).length;
  if (open > 0) {
    return (
      <Badge tone="warning">
        <CircleAlert aria-hidden /> {t("reasonsToLook", { count: open })}
      </Badge>
    );
  }
  return (
    <Badge tone="good">
      <CircleCheck aria-hidden /> {t("nothingUnusual")}
    </Badge>
  );
}

function Figures({ annotator }: { annotator: AnnotatorQuality }) {
  const { formatPercent, formatDuration } = useQuantities();
  const t = useTranslations("research.annotatorCard");
  const { gold, agreement, consistency, bias, pace, othersMedianSeconds, reliability } = annotator;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 md:grid-cols-3 xl:grid-cols-6">
      <Figure
        label={t("reliability")}
        explanation={t("explanations.reliability")}
        detail={reliability ? t("comparisonCount", { count: reliability.comparisons }) : t("noSharedTask")}
      >
        {reliability && (
          <Interval estimate={reliability.value} low={reliability.low} high={reliability.high} format={formatPercent} />
        )}
      </Figure>
      <Figure
        label={t("goldTasks")}
        explanation={t("explanations.gold")}
        detail={gold.tasks > 0 ? t("taskCount", { count: gold.tasks }) : t("noneGiven")}
      >
        {shareText(gold, formatPercent)}
      </Figure>
      <Figure
        label={t("agreesWithOthers")}
        explanation={t("explanations.agreement")}
        detail={t("pairCount", { count: agreement.count })}
      >
        {shareText(agreement, formatPercent)}
      </Figure>
      <Figure
        label={t("agreesWithThemself")}
        explanation={t("explanations.consistency")}
        detail={consistency.tasks > 0 ? t("repeatCount", { count: consistency.tasks }) : t("noneGiven")}
      >
        {shareText(consistency, formatPercent)}
      </Figure>
      <Figure
        label={t("firstShownPutFirst")}
        explanation={t("explanations.firstShown")}
        detail={
          bias ? t("expectedToBeExpected", { expected: formatPercent(bias.first.expected) }) : t("tooFewJudgements")
        }
      >
        {bias && (
          <Interval estimate={bias.first.share} low={bias.first.low} high={bias.first.high} format={formatPercent} />
        )}
      </Figure>
      <Figure
        label={t("timeATask")}
        explanation={t("explanations.pace")}
        detail={
          othersMedianSeconds === null
            ? t("nobodyToCompare")
            : t("othersTake", { duration: formatDuration(othersMedianSeconds) })
        }
      >
        {pace && formatDuration(pace.median)}
      </Figure>
    </dl>
  );
}

function Figure({
  label,
  explanation,
  detail,
  children,
}: {
  label: string;
  explanation: string;
  detail: string;
  children: ReactNode;
}) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-sm">
        <Term explanation={explanation}>{label}</Term>
      </dt>
      <dd>
        <span className="block font-medium tabular-nums">{children || "–"}</span>
        <span className="block text-muted text-sm">{detail}</span>
      </dd>
    </div>
  );
}

function shareText({ share, margin }: Share, formatPercent: (share: number) => string): string | null {
  if (share === null) return null;
  return margin === null
    ? formatPercent(share)
    : `${formatPercent(share)} ± ${formatPercent(margin).replace(" %", "")}`;
}
