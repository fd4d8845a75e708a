import type { RoundGate, RoundView } from "../../../../../../lib/rounds/get-round.ts";
import { metricWords, rewardModelMetricWords } from "../../../../../../lib/rounds/metrics.ts";
import { formatCount, formatFigure, formatPercent, formatSigned } from "../../../../../_components/format-quantity.ts";
import { Stat, StatRow } from "../../../../../_components/stat.tsx";
import { Term } from "../../../../../_components/tooltip.tsx";

/** The numbers that matter, written out with their intervals. */
export function KeyFigures({ round }: { round: RoundView }) {
  const evaluation = round.metrics.evaluate.at(-1)?.values;
  const reward = numbersOf(round.gates.find(({ name }) => name === "reward"));
  if (!evaluation && reward.accuracy === undefined) return null;
  return (
    <StatRow>
      {reward.accuracy !== undefined && (
        <Stat
          label={<Term explanation={rewardModelMetricWords.accuracy!.explanation}>Reward model’s accuracy</Term>}
          value={formatPercent(reward.accuracy)}
          detail={`${formatPercent(reward.accuracyLower ?? 0)} to ${formatPercent(reward.accuracyUpper ?? 1)}; “longer wins” has ${formatPercent(reward.longerWins ?? 0.5)}`}
        />
      )}
      {reward.logLoss !== undefined && (
        <Stat
          label={<Term explanation={rewardModelMetricWords.log_loss!.explanation}>Its log-loss</Term>}
          value={formatFigure(reward.logLoss)}
          detail={`${formatFigure(reward.logLossLower ?? 0)} to ${formatFigure(reward.logLossUpper ?? 0)}; a coin toss has 0.693`}
        />
      )}
      {evaluation?.improvement !== undefined && (
        <Stat
          label={<Term explanation={metricWords.evaluate.improvement!.explanation}>Gain in reward</Term>}
          value={formatSigned(evaluation.improvement)}
          detail={`${gainInterval(evaluation)} on ${formatCount(evaluation.prompts ?? 0)} held-out prompts`}
        />
      )}
      {evaluation?.kl !== undefined && (
        <Stat
          label={<Term explanation={metricWords.evaluate.kl!.explanation}>KL to the reference</Term>}
          value={formatFigure(evaluation.kl)}
          detail={`nats an answer; ceiling ${round.settings.gates.klCeiling}`}
        />
      )}
      {evaluation?.mean_length !== undefined && (
        <Stat
          label={<Term explanation={metricWords.evaluate.mean_length!.explanation}>Length</Term>}
          value={formatFigure(evaluation.mean_length)}
          detail={`tokens; the reference ${formatFigure(evaluation.reference_mean_length ?? 0)}`}
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
