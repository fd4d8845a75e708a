import { useTranslations } from "next-intl";
import type { RoundGate, RoundView } from "../../../../../../lib/rounds/get-round.ts";
import { metricWords, rewardModelMetricWords } from "../../../../../../lib/rounds/metrics.ts";
import { formatCount, formatFigure, formatPercent, formatSigned } from "../../../../../_components/format-quantity.ts";
import { Stat, StatRow } from "../../../../../_components/stat.tsx";
import { Term } from "../../../../../_components/tooltip.tsx";

/** The numbers that matter, written out with their intervals. */
export function KeyFigures({ round }: { round: RoundView }) {
  const t = useTranslations("research.keyFigures");
  const evaluation = round.metrics.evaluate.at(-1)?.values;
  const reward = numbersOf(round.gates.find(({ name }) => name === "reward"));
  if (!evaluation && reward.accuracy === undefined) return null;
  return (
    <StatRow>
      {reward.accuracy !== undefined && (
        <Stat
          label={<Term explanation={rewardModelMetricWords.accuracy!.explanation}>{t("rewardModelSAccuracy")}</Term>}
          value={formatPercent(reward.accuracy)}
          detail={`${formatPercent(reward.accuracyLower ?? 0)} to ${formatPercent(reward.accuracyUpper ?? 1)}; “longer wins” has ${formatPercent(reward.longerWins ?? 0.5)}`}
        />
      )}
      {reward.logLoss !== undefined && (
        <Stat
          label={<Term explanation={rewardModelMetricWords.log_loss!.explanation}>{t("itsLogLoss")}</Term>}
          value={formatFigure(reward.logLoss)}
          detail={t("valueToValue2ACoin", {
            value: formatFigure(reward.logLossLower ?? 0),
            value2: formatFigure(reward.logLossUpper ?? 0),
          })}
        />
      )}
      {evaluation?.improvement !== undefined && (
        <Stat
          label={<Term explanation={metricWords.evaluate.improvement!.explanation}>{t("gainInReward")}</Term>}
          value={formatSigned(evaluation.improvement)}
          detail={`${gainInterval(evaluation)} on ${formatCount(evaluation.prompts ?? 0)} held-out prompts`}
        />
      )}
      {evaluation?.kl !== undefined && (
        <Stat
          label={<Term explanation={metricWords.evaluate.kl!.explanation}>{t("kLToTheReference")}</Term>}
          value={formatFigure(evaluation.kl)}
          detail={t("natsAnAnswerCeilingKlCeiling", { klCeiling: round.settings.gates.klCeiling })}
        />
      )}
      {evaluation?.mean_length !== undefined && (
        <Stat
          label={<Term explanation={metricWords.evaluate.mean_length!.explanation}>{t("length")}</Term>}
          value={formatFigure(evaluation.mean_length)}
          detail={t("tokensTheReferenceValue", { value: formatFigure(evaluation.reference_mean_length ?? 0) })}
        />
      )}
    </StatRow>
  );
}

function numbersOf(gate: RoundGate | undefined): Record<string, number> {
  return Object.fromEntries(
    Object.entries(gate?.detail ?? {}).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
  );
}

/** Two standard errors on either side. */
function gainInterval({ improvement = 0, improvement_standard_error: error }: Record<string, number>): string {
  if (error === undefined) return "";
  return `${formatSigned(improvement - 2 * error)} to ${formatSigned(improvement + 2 * error)}`;
}
