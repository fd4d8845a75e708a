import { useTranslations } from "next-intl";
import type { RoundGate, RoundView } from "../../../../../../lib/rounds/get-round.ts";
import { Stat, StatRow } from "../../../../../_components/stat.tsx";
import { Term } from "../../../../../_components/tooltip.tsx";
import { useQuantities } from "../../../../../_components/use-quantities.ts";

/** The numbers that matter, written out with their intervals. */
export function KeyFigures({ round }: { round: RoundView }) {
  const { formatFigure, formatSigned, formatPercent } = useQuantities();
  const t = useTranslations("research.keyFigures");
  const metrics = useTranslations("research.metrics");
  // Two standard errors on either side.
  const gainDetail = ({ improvement = 0, improvement_standard_error: error, prompts = 0 }: Record<string, number>) =>
    error === undefined
      ? t("onPrompts", { prompts })
      : t("gainInterval", {
          low: formatSigned(improvement - 2 * error),
          high: formatSigned(improvement + 2 * error),
          prompts,
        });
  const evaluation = round.metrics.evaluate.at(-1)?.values;
  const reward = numbersOf(round.gates.find(({ name }) => name === "reward"));
  if (!evaluation && reward.accuracy === undefined) return null;
  return (
    <StatRow>
      {reward.accuracy !== undefined && (
        <Stat
          label={<Term explanation={metrics("rewardModel.accuracy.explanation")}>{t("rewardModelSAccuracy")}</Term>}
          value={formatPercent(reward.accuracy)}
          detail={t("accuracyInterval", {
            low: formatPercent(reward.accuracyLower ?? 0),
            high: formatPercent(reward.accuracyUpper ?? 1),
            longerWins: formatPercent(reward.longerWins ?? 0.5),
          })}
        />
      )}
      {reward.logLoss !== undefined && (
        <Stat
          label={<Term explanation={metrics("rewardModel.log_loss.explanation")}>{t("itsLogLoss")}</Term>}
          value={formatFigure(reward.logLoss)}
          detail={t("logLossInterval", {
            low: formatFigure(reward.logLossLower ?? 0),
            high: formatFigure(reward.logLossUpper ?? 0),
          })}
        />
      )}
      {evaluation?.improvement !== undefined && (
        <Stat
          label={<Term explanation={metrics("evaluate.improvement.explanation")}>{t("gainInReward")}</Term>}
          value={formatSigned(evaluation.improvement)}
          detail={gainDetail(evaluation)}
        />
      )}
      {evaluation?.kl !== undefined && (
        <Stat
          label={<Term explanation={metrics("evaluate.kl.explanation")}>{t("klToTheReference")}</Term>}
          value={formatFigure(evaluation.kl)}
          detail={t("natsAndCeiling", { klCeiling: round.settings.gates.klCeiling })}
        />
      )}
      {evaluation?.mean_length !== undefined && (
        <Stat
          label={<Term explanation={metrics("evaluate.mean_length.explanation")}>{t("length")}</Term>}
          value={formatFigure(evaluation.mean_length)}
          detail={t("tokensAndReference", { length: formatFigure(evaluation.reference_mean_length ?? 0) })}
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
