import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { ModelLine } from "../../../../../lib/models/list-models.ts";
import { Interval } from "../../../../_components/interval.tsx";
import { Term } from "../../../../_components/tooltip.tsx";
import { useQuantities } from "../../../../_components/use-quantities.ts";

/** The figures of a version's own evaluation, with their intervals. */
export function VersionFigures({ version: { kind, metrics } }: { version: ModelLine }) {
  if (kind === "reward") return <RewardFigures metrics={metrics} />;
  if (kind === "sft") return <SftFigures metrics={metrics} />;
  if (kind === "policy") return <PolicyFigures metrics={metrics} />;
  return null;
}

function SftFigures({ metrics }: { metrics: Record<string, number> }) {
  const { formatFigure, formatSigned } = useQuantities();
  const t = useTranslations("research.versionFigures");
  const words = useTranslations("research.metrics");
  const { loss, base_loss: base, loss_difference: difference } = metrics;
  if (loss === undefined || base === undefined || difference === undefined) return <NoFigures />;
  return (
    <Figures>
      <Figure name={t("heldOutLoss")} explanation={words("sftModel.loss.explanation")}>
        {t("lossNatsAToken", { loss: formatFigure(loss) })}
      </Figure>
      <Figure name={t("lessTheBase")} explanation={words("sftModel.loss_difference.explanation")}>
        <Interval
          estimate={difference}
          low={metrics.loss_difference_lower}
          high={metrics.loss_difference_upper}
          format={formatSigned}
        />
      </Figure>
    </Figures>
  );
}

function RewardFigures({ metrics }: { metrics: Record<string, number> }) {
  const { formatPercent } = useQuantities();
  const t = useTranslations("research.versionFigures");
  const words = useTranslations("research.metrics");
  const { accuracy, log_loss: logLoss, longer_wins: longerWins } = metrics;
  if (accuracy === undefined || logLoss === undefined) return <NoFigures />;
  return (
    <Figures>
      <Figure name={t("accuracy")} explanation={words("rewardModel.accuracy.explanation")}>
        <Interval
          estimate={accuracy}
          low={metrics.accuracy_lower}
          high={metrics.accuracy_upper}
          format={formatPercent}
        />
      </Figure>
      <Figure name={t("logLoss")} explanation={words("rewardModel.log_loss.explanation")}>
        <Interval estimate={logLoss} low={metrics.log_loss_lower} high={metrics.log_loss_upper} />
      </Figure>
      {longerWins !== undefined && (
        <Figure name={t("longerWins")} explanation={words("rewardModel.longer_wins.explanation")}>
          {formatPercent(longerWins)}
        </Figure>
      )}
    </Figures>
  );
}

function PolicyFigures({ metrics }: { metrics: Record<string, number> }) {
  const { formatFigure, formatSigned } = useQuantities();
  const t = useTranslations("research.versionFigures");
  const words = useTranslations("research.metrics");
  const { improvement, improvement_standard_error: error, kl, mean_length: length } = metrics;
  if (improvement === undefined) return <NoFigures />;
  return (
    <Figures>
      <Figure name={t("gainInReward")} explanation={words("evaluate.improvement.explanation")}>
        <Interval
          estimate={improvement}
          low={error === undefined ? null : improvement - 2 * error}
          high={error === undefined ? null : improvement + 2 * error}
          format={formatSigned}
        />
      </Figure>
      {kl !== undefined && (
        <Figure name={t("klToTheReference")} explanation={words("evaluate.kl.explanation")}>
          {t("klNats", { kl: formatFigure(kl) })}
        </Figure>
      )}
      {length !== undefined && (
        <Figure name={t("length")} explanation={words("evaluate.mean_length.explanation")}>
          {t("lengthTokens", { length: formatFigure(length) })}
        </Figure>
      )}
    </Figures>
  );
}

function Figures({ children }: { children: ReactNode }) {
  return <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm tabular-nums">{children}</dl>;
}

function Figure({ name, explanation, children }: { name: string; explanation: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">
        <Term explanation={explanation}>{name}</Term>
      </dt>
      <dd>{children}</dd>
    </>
  );
}

function NoFigures() {
  const t = useTranslations("research.versionFigures");
  return <p className="mt-2 text-muted text-sm">{t("notEvaluated")}</p>;
}
