import type { RoundView } from "../../../../../../lib/rounds/get-round.ts";
import { metricWords } from "../../../../../../lib/rounds/metrics.ts";
import type { LineChartProps } from "../../../../../_components/charts/line-chart.tsx";
import type { ChartColour, ChartSeries, MetricPoint } from "../../../../../_components/charts/series.ts";

type Definition = Omit<LineChartProps, "points" | "stepLabel">;

const sft = metricWords.sft;
const reward = metricWords.reward;
const policy = metricWords.policy;

const seriesOf = (words: typeof policy, ...entries: [name: string, colour: ChartColour][]): ChartSeries[] =>
  entries.map(([name, colour]) => ({ name, colour, label: words[name]!.label }));

export const sftCharts: Definition[] = [
  {
    title: "Loss on demonstrations",
    explanation: sft.loss!.explanation,
    valueLabel: "nats a token",
    series: seriesOf(sft, ["loss", "blue"]),
  },
  {
    title: "Gradient norm of fine-tuning",
    explanation: sft.grad_norm!.explanation,
    valueLabel: "norm",
    series: seriesOf(sft, ["grad_norm", "grey"]),
  },
];

export const rewardCharts: Definition[] = [
  {
    title: "Loss of the reward model",
    explanation: reward.loss!.explanation,
    valueLabel: "nats",
    series: seriesOf(reward, ["loss", "blue"]),
    references: [{ value: Math.LN2, label: "coin toss" }],
  },
  {
    title: "Accuracy of the reward model",
    explanation: reward.accuracy!.explanation,
    valueLabel: "share of comparisons",
    unit: "share",
    series: seriesOf(reward, ["accuracy", "green"]),
    references: [{ value: 0.5, label: "coin toss" }],
  },
];

export const moreRewardCharts: Definition[] = [
  {
    title: "Margin",
    explanation: reward.margin!.explanation,
    valueLabel: "raw score",
    series: seriesOf(reward, ["margin", "blue"]),
  },
  {
    title: "Gradient norm of the reward model",
    explanation: reward.grad_norm!.explanation,
    valueLabel: "norm",
    series: seriesOf(reward, ["grad_norm", "grey"]),
  },
];

export function policyCharts({ klCeiling }: { klCeiling: number | null }): Definition[] {
  return [
    {
      title: "Reward of the policy’s answers",
      explanation: policy["objective/scores"]!.explanation,
      valueLabel: "deviations of the reference",
      series: seriesOf(policy, ["objective/scores", "blue"], ["objective/rlhf_reward", "orange"]),
    },
    {
      title: "Distance from the reference",
      explanation: policy["objective/kl"]!.explanation,
      valueLabel: "nats an answer",
      series: seriesOf(policy, ["objective/kl", "vermillion"], ["objective/kl_k3", "purple"]),
      references: klCeiling === null ? [] : [{ value: klCeiling, label: "ceiling" }],
    },
    {
      title: "Clip fraction",
      explanation: policy["policy/clipfrac_avg"]!.explanation,
      valueLabel: "share of tokens",
      unit: "share",
      series: seriesOf(policy, ["policy/clipfrac_avg", "orange"], ["val/clipfrac_avg", "grey"]),
    },
    {
      title: "Entropy",
      explanation: policy["objective/entropy"]!.explanation,
      valueLabel: "nats an answer",
      series: seriesOf(policy, ["objective/entropy", "green"]),
    },
    {
      title: "Value loss",
      explanation: policy["loss/value_avg"]!.explanation,
      valueLabel: "squared error",
      series: seriesOf(policy, ["loss/value_avg", "sky"]),
    },
    {
      title: "Length of the answers",
      explanation: policy["completions/mean_length"]!.explanation,
      valueLabel: "tokens",
      series: seriesOf(policy, ["completions/mean_length", "blue"], ["completions/mean_terminated_length", "grey"]),
    },
  ];
}

export const morePolicyCharts: Definition[] = [
  {
    title: "Answers cut off",
    explanation: policy["completions/clipped_ratio"]!.explanation,
    valueLabel: "share of answers",
    unit: "share",
    series: seriesOf(policy, ["completions/clipped_ratio", "vermillion"]),
  },
  {
    title: "Entropy per token",
    explanation: policy["policy/entropy_avg"]!.explanation,
    valueLabel: "nats a token",
    series: seriesOf(policy, ["policy/entropy_avg", "green"]),
  },
  {
    title: "Step KL",
    explanation: policy["policy/approxkl_avg"]!.explanation,
    valueLabel: "nats",
    series: seriesOf(policy, ["policy/approxkl_avg", "purple"]),
  },
  {
    title: "Ratio",
    explanation: policy["val/ratio"]!.explanation,
    valueLabel: "new over old",
    series: seriesOf(policy, ["val/ratio", "blue"], ["val/ratio_max", "grey"]),
    references: [{ value: 1, label: "no change" }],
  },
  {
    title: "Explained variance",
    explanation: policy["val/explained_variance"]!.explanation,
    valueLabel: "share",
    series: seriesOf(policy, ["val/explained_variance", "sky"]),
  },
  {
    title: "Gradient norm",
    explanation: policy.grad_norm!.explanation,
    valueLabel: "norm",
    series: seriesOf(policy, ["grad_norm", "blue"], ["val/grad_norm", "sky"]),
  },
];

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
