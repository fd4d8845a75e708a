import { useTranslations } from "next-intl";
import type { RoundView } from "../../../../../../lib/rounds/get-round.ts";
import { LineChart } from "../../../../../_components/charts/line-chart.tsx";
import type { MetricPoint } from "../../../../../_components/charts/series.ts";

/** Proxy and gold reward against √KL on the same held-out prompts: where the curves part, the policy pleases the proxy alone. */
export function OverOptimisation({ metrics }: { metrics: RoundView["metrics"]["policy"] }) {
  const t = useTranslations("research.overOptimisation");
  const words = useTranslations("research.metrics");
  const points = overOptimisationPoints(metrics);
  if (points.length < 2) return null;
  const seesGold = points.some(({ values }) => values["held_out/gold"] != null);
  return (
    <LineChart
      title={t("rewardAgainstDistance")}
      explanation={seesGold ? t("gainOnTheSameHeld") : t("gainByTheRewardModelAlone")}
      points={points}
      series={[
        { name: "held_out/proxy", colour: "blue", label: words("policy.held_out/proxy.label") },
        { name: "held_out/gold", colour: "orange", label: words("policy.held_out/gold.label") },
      ]}
      stepLabel={t("stepLabel")}
      valueLabel={t("valueLabel")}
      smoothed={false}
      measured
    />
  );
}

/** Each look as a point at √KL, its rewards as gains since the first. */
export function overOptimisationPoints(metrics: RoundView["metrics"]["policy"]): MetricPoint[] {
  const looks = metrics.filter(({ values }) => values["held_out/kl_k3"] !== undefined);
  const first = looks[0]?.values;
  const gain = (values: Record<string, number>, name: string) =>
    values[name] === undefined || first?.[name] === undefined ? null : values[name] - first[name];
  return looks.map(({ values }) => ({
    // k3 is never negative, so that it has a root.
    step: Math.sqrt(values["held_out/kl_k3"]!),
    values: {
      "held_out/proxy": gain(values, "held_out/proxy"),
      "held_out/gold": gain(values, "held_out/gold"),
    },
  }));
}
