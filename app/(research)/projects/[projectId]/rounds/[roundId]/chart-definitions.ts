import type { useTranslations } from "next-intl";
import type { RoundView } from "../../../../../../lib/rounds/get-round.ts";
import type { LineChartProps } from "../../../../../_components/charts/line-chart.tsx";
import type { ChartSeries, MetricPoint } from "../../../../../_components/charts/series.ts";

type Definition = Omit<LineChartProps, "points" | "stepLabel">;

/** Translators of "research.charts" and "research.metrics". */
export interface ChartWords {
  charts: ReturnType<typeof useTranslations<"research.charts">>;
  metrics: ReturnType<typeof useTranslations<"research.metrics">>;
}

export function sftCharts({ charts, metrics }: ChartWords): Definition[] {
  return [
    {
      title: charts("titles.lossOnDemonstrations"),
      explanation: metrics("sft.loss.explanation"),
      valueLabel: charts("units.natsAToken"),
      series: [{ name: "loss", colour: "blue", label: metrics("sft.loss.label") }],
    },
    {
      title: charts("titles.gradientNormOfFinetuning"),
      explanation: metrics("sft.grad_norm.explanation"),
      valueLabel: charts("units.norm"),
      series: [{ name: "grad_norm", colour: "grey", label: metrics("sft.grad_norm.label") }],
    },
  ];
}

export function rewardCharts({ charts, metrics }: ChartWords): Definition[] {
  return [
    {
      title: charts("titles.lossOfTheRewardModel"),
      explanation: metrics("reward.loss.explanation"),
      valueLabel: charts("units.nats"),
      series: [{ name: "loss", colour: "blue", label: metrics("reward.loss.label") }],
      references: [{ value: Math.LN2, label: charts("references.coinToss") }],
    },
    {
      title: charts("titles.accuracyOfTheRewardModel"),
      explanation: metrics("reward.accuracy.explanation"),
      valueLabel: charts("units.shareOfComparisons"),
      unit: "share",
      series: [{ name: "accuracy", colour: "green", label: metrics("reward.accuracy.label") }],
      references: [{ value: 0.5, label: charts("references.coinToss") }],
    },
  ];
}

export function moreRewardCharts({ charts, metrics }: ChartWords): Definition[] {
  return [
    {
      title: charts("titles.margin"),
      explanation: metrics("reward.margin.explanation"),
      valueLabel: charts("units.rawScore"),
      series: [{ name: "margin", colour: "blue", label: metrics("reward.margin.label") }],
    },
    {
      title: charts("titles.gradientNormOfTheRewardModel"),
      explanation: metrics("reward.grad_norm.explanation"),
      valueLabel: charts("units.norm"),
      series: [{ name: "grad_norm", colour: "grey", label: metrics("reward.grad_norm.label") }],
    },
  ];
}

export function policyCharts({ charts, metrics }: ChartWords, klCeiling: number | null): Definition[] {
  return [
    {
      title: charts("titles.rewardOfThePolicysAnswers"),
      explanation: metrics("policy.objective/scores.explanation"),
      valueLabel: charts("units.deviationsOfTheReference"),
      series: [
        { name: "objective/scores", colour: "blue", label: metrics("policy.objective/scores.label") },
        { name: "objective/rlhf_reward", colour: "orange", label: metrics("policy.objective/rlhf_reward.label") },
      ],
    },
    {
      title: charts("titles.distanceFromTheReference"),
      explanation: metrics("policy.objective/kl.explanation"),
      valueLabel: charts("units.natsAnAnswer"),
      series: [
        { name: "objective/kl", colour: "vermillion", label: metrics("policy.objective/kl.label") },
        { name: "objective/kl_k3", colour: "purple", label: metrics("policy.objective/kl_k3.label") },
      ],
      references: klCeiling === null ? [] : [{ value: klCeiling, label: charts("references.ceiling") }],
    },
    {
      title: charts("titles.clipFraction"),
      explanation: metrics("policy.policy/clipfrac_avg.explanation"),
      valueLabel: charts("units.shareOfTokens"),
      unit: "share",
      series: [
        { name: "policy/clipfrac_avg", colour: "orange", label: metrics("policy.policy/clipfrac_avg.label") },
        { name: "val/clipfrac_avg", colour: "grey", label: metrics("policy.val/clipfrac_avg.label") },
      ],
    },
    {
      title: charts("titles.entropy"),
      explanation: metrics("policy.objective/entropy.explanation"),
      valueLabel: charts("units.natsAnAnswer"),
      series: [{ name: "objective/entropy", colour: "green", label: metrics("policy.objective/entropy.label") }],
    },
    {
      title: charts("titles.valueLoss"),
      explanation: metrics("policy.loss/value_avg.explanation"),
      valueLabel: charts("units.squaredError"),
      series: [{ name: "loss/value_avg", colour: "sky", label: metrics("policy.loss/value_avg.label") }],
    },
    {
      title: charts("titles.lengthOfTheAnswers"),
      explanation: metrics("policy.completions/mean_length.explanation"),
      valueLabel: charts("units.tokens"),
      series: [
        { name: "completions/mean_length", colour: "blue", label: metrics("policy.completions/mean_length.label") },
        {
          name: "completions/mean_terminated_length",
          colour: "grey",
          label: metrics("policy.completions/mean_terminated_length.label"),
        },
      ],
    },
  ];
}

export function morePolicyCharts({ charts, metrics }: ChartWords): Definition[] {
  return [
    {
      title: charts("titles.answersCutOff"),
      explanation: metrics("policy.completions/clipped_ratio.explanation"),
      valueLabel: charts("units.shareOfAnswers"),
      unit: "share",
      series: [
        {
          name: "completions/clipped_ratio",
          colour: "vermillion",
          label: metrics("policy.completions/clipped_ratio.label"),
        },
      ],
    },
    {
      title: charts("titles.entropyPerToken"),
      explanation: metrics("policy.policy/entropy_avg.explanation"),
      valueLabel: charts("units.natsAToken"),
      series: [{ name: "policy/entropy_avg", colour: "green", label: metrics("policy.policy/entropy_avg.label") }],
    },
    {
      title: charts("titles.stepKL"),
      explanation: metrics("policy.policy/approxkl_avg.explanation"),
      valueLabel: charts("units.nats"),
      series: [{ name: "policy/approxkl_avg", colour: "purple", label: metrics("policy.policy/approxkl_avg.label") }],
    },
    {
      title: charts("titles.ratio"),
      explanation: metrics("policy.val/ratio.explanation"),
      valueLabel: charts("units.newOverOld"),
      series: [
        { name: "val/ratio", colour: "blue", label: metrics("policy.val/ratio.label") },
        { name: "val/ratio_max", colour: "grey", label: metrics("policy.val/ratio_max.label") },
      ],
      references: [{ value: 1, label: charts("references.noChange") }],
    },
    {
      title: charts("titles.explainedVariance"),
      explanation: metrics("policy.val/explained_variance.explanation"),
      valueLabel: charts("units.share"),
      series: [
        { name: "val/explained_variance", colour: "sky", label: metrics("policy.val/explained_variance.label") },
      ],
    },
    {
      title: charts("titles.gradientNorm"),
      explanation: metrics("policy.grad_norm.explanation"),
      valueLabel: charts("units.norm"),
      series: [
        { name: "grad_norm", colour: "blue", label: metrics("policy.grad_norm.label") },
        { name: "val/grad_norm", colour: "sky", label: metrics("policy.val/grad_norm.label") },
      ],
    },
  ];
}

/** Only what the charts draw: the rest need not travel to the browser. */
export function pointsOf(
  metrics: RoundView["metrics"][keyof RoundView["metrics"]],
  series: readonly ChartSeries[],
): MetricPoint[] {
  return metrics.map(({ step, values }) => ({
    step,
    values: Object.fromEntries(series.map(({ name }) => [name, values[name] ?? null])),
  }));
}
