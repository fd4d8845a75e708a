import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { RoundView } from "../../../../../../lib/rounds/get-round.ts";
import { LineChart } from "../../../../../_components/charts/line-chart.tsx";
import {
  morePolicyCharts,
  moreRewardCharts,
  pointsOf,
  policyCharts,
  rewardCharts,
  sftCharts,
} from "./chart-definitions.ts";
import { OverOptimisation } from "./over-optimisation.tsx";

type Charts = ReturnType<typeof rewardCharts>;

/** The curves of a round as it learns, stage by stage. */
export function Curves({ round }: { round: RoundView }) {
  const t = useTranslations("research.curves");
  const words = { charts: useTranslations("research.charts"), metrics: useTranslations("research.metrics") };
  const { metrics, settings } = round;
  const farthest = Math.max(0, ...metrics.policy.map(({ values }) => values["objective/kl"] ?? 0));
  // Far below it the line would only flatten the curve.
  const klCeiling = farthest > settings.gates.klCeiling / 3 ? settings.gates.klCeiling : null;
  return (
    <>
      {metrics.sft.length > 0 && (
        <CurveGroup title={t("fineTuning")}>
          <ChartGrid charts={sftCharts(words)} points={metrics.sft} stepLabel={words.charts("steps.optimiser")} />
        </CurveGroup>
      )}
      {metrics.reward.length > 0 && (
        <CurveGroup title={t("rewardModel")}>
          <ChartGrid charts={rewardCharts(words)} points={metrics.reward} stepLabel={words.charts("steps.optimiser")} />
          <More>
            <ChartGrid
              charts={moreRewardCharts(words)}
              points={metrics.reward}
              stepLabel={words.charts("steps.optimiser")}
            />
          </More>
        </CurveGroup>
      )}
      {metrics.policy.length > 0 && (
        <CurveGroup title={t("policy")}>
          <div className="mb-4">
            <OverOptimisation metrics={metrics.policy} />
          </div>
          <ChartGrid
            charts={policyCharts(words, klCeiling)}
            points={metrics.policy}
            stepLabel={words.charts("steps.ppo")}
          />
          <More>
            <ChartGrid charts={morePolicyCharts(words)} points={metrics.policy} stepLabel={words.charts("steps.ppo")} />
          </More>
        </CurveGroup>
      )}
    </>
  );
}

function CurveGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="mt-2 mb-3 font-semibold text-lg">{title}</h2>
      {children}
    </section>
  );
}

function ChartGrid({
  charts,
  points,
  stepLabel,
}: {
  charts: Charts;
  points: RoundView["metrics"]["policy"];
  stepLabel: string;
}) {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {charts.map((chart) => (
        <LineChart key={chart.title} {...chart} points={pointsOf(points, chart.series)} stepLabel={stepLabel} />
      ))}
    </div>
  );
}

function More({ children }: { children: ReactNode }) {
  const t = useTranslations("research.curves");
  return (
    <details className="mt-3">
      <summary className="inline-block cursor-pointer rounded py-1 text-muted text-sm hover:text-foreground">
        {t("moreCurves")}
      </summary>
      <div className="mt-2">{children}</div>
    </details>
  );
}
