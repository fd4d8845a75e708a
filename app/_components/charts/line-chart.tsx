"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import {
  CartesianGrid,
  Line,
  LineChart as RechartsLineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { useQuantities } from "../use-quantities.ts";
import { ChartLegend } from "./chart-legend.tsx";
import { ChartTooltip } from "./chart-tooltip.tsx";
import { type ChartSeries, chartRows, latestValue, type MetricPoint, smoothedKey } from "./series.ts";

export type ChartUnit = "number" | "share";

export interface LineChartProps {
  /** What is seen, as a heading. */
  title: string;
  /** One plain sentence: what it means and where it should go. */
  explanation: string;
  points: readonly MetricPoint[];
  series: readonly ChartSeries[];
  /** What the horizontal axis counts, e.g. "PPO update". */
  stepLabel: string;
  /** What the vertical axis measures, with its unit, e.g. "nats per completion". */
  valueLabel: string;
  unit?: ChartUnit;
  /** Lines to compare with, such as chance level or a ceiling. */
  references?: readonly { value: number; label: string }[];
  /** Draws the moving average over the raw values; the raw ones stay, fainter. */
  smoothed?: boolean;
  /** The horizontal axis is a measured quantity and no count of steps: decimals, and no gaps where it jumps. */
  measured?: boolean;
}

/** A share never reaches beyond 0 and 1, and starts and ends at a full tenth. */
const domainByUnit: Record<ChartUnit, [AxisEnd, AxisEnd]> = {
  number: ["auto", "auto"],
  share: [
    (lowest: number) => Math.max(0, Math.floor(lowest * 10) / 10),
    (highest: number) => Math.min(1, Math.ceil(highest * 10) / 10),
  ],
};

type AxisEnd = "auto" | ((end: number) => number);

/** Measured values over steps: raw beside smoothed, gaps as gaps, a legend that toggles, values on hover. */
export function LineChart({
  title,
  explanation,
  points,
  series,
  stepLabel,
  valueLabel,
  unit = "number",
  references = [],
  smoothed = true,
  measured = false,
}: LineChartProps) {
  const { formatFigure, formatPercent, formatTick } = useQuantities();
  const t = useTranslations("shared.lineChart");
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const present = series.filter(({ name }) => latestValue(points, name) !== null);
  const rows = useMemo(
    () =>
      chartRows(
        points,
        series.map(({ name }) => name),
        { gaps: !measured },
      ),
    [points, series, measured],
  );
  const shown = present.filter(({ name }) => !hidden.includes(name));
  const format = unit === "share" ? formatPercent : formatFigure;
  const averaged = smoothed && rows.length >= 8;
  const dots = rows.length <= 40 ? { r: 1.5, strokeWidth: 0 } : false;
  const toggle = (name: string) =>
    setHidden((names) => (names.includes(name) ? names.filter((other) => other !== name) : [...names, name]));

  return (
    <figure className="flex min-w-0 flex-col gap-3 rounded-lg border border-border bg-surface p-4">
      <figcaption>
        <h3 className="text-sm font-medium text-foreground">{title}</h3>
        <p className="mt-0.5 text-xs leading-4 text-muted">{explanation}</p>
      </figcaption>
      <ChartLegend
        entries={present.map((entry) => ({
          ...entry,
          shown: !hidden.includes(entry.name),
          latest: format(latestValue(points, entry.name)!),
        }))}
        onToggle={toggle}
        averaged={averaged}
      />
      {present.length === 0 ? (
        <p className="mt-auto flex h-52 items-center justify-center text-xs text-muted">{t("noValuesYet")}</p>
      ) : (
        <div className="mt-auto h-52 min-w-0 overflow-hidden">
          <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 400, height: 208 }}>
            <RechartsLineChart data={rows} margin={{ top: 4, right: 8, bottom: 16, left: 4 }} title={title}>
              <CartesianGrid stroke="var(--chart-grid)" vertical={false} />
              <XAxis
                dataKey="step"
                type="number"
                domain={["dataMin", "dataMax"]}
                allowDecimals={measured}
                {...(measured ? { tickFormatter: formatTick } : {})}
                tickLine={false}
                axisLine={{ stroke: "var(--chart-axis)" }}
                tick={{ fontSize: 11, fill: "var(--muted)" }}
                label={{ value: stepLabel, position: "insideBottom", offset: -10, fontSize: 11, fill: "var(--muted)" }}
              />
              <YAxis
                width={56}
                domain={domainByUnit[unit]}
                tickFormatter={unit === "share" ? formatPercent : formatTick}
                tickLine={false}
                axisLine={false}
                tick={{ fontSize: 11, fill: "var(--muted)" }}
                label={{
                  value: valueLabel,
                  angle: -90,
                  position: "insideLeft",
                  offset: 4,
                  style: { textAnchor: "middle" },
                  fontSize: 11,
                  fill: "var(--muted)",
                }}
              />
              <Tooltip
                isAnimationActive={false}
                cursor={{ stroke: "var(--chart-axis)" }}
                content={({ active, label, payload }) => (
                  <ChartTooltip
                    active={active}
                    heading={`${stepLabel} ${measured ? formatFigure(Number(label)) : label}`}
                    row={payload?.[0]?.payload}
                    series={shown}
                    averaged={averaged}
                    format={format}
                  />
                )}
              />
              {references.map(({ value, label }) => (
                <ReferenceLine
                  key={label}
                  y={value}
                  ifOverflow="extendDomain"
                  stroke="var(--muted)"
                  strokeDasharray="4 4"
                  label={{ value: label, position: "insideTopRight", fontSize: 11, fill: "var(--muted)" }}
                />
              ))}
              {shown.map(({ name, colour }) => (
                <Line
                  key={name}
                  dataKey={name}
                  stroke={`var(--chart-${colour})`}
                  strokeWidth={averaged ? 1 : 2}
                  strokeOpacity={averaged ? 0.35 : 1}
                  dot={averaged ? false : { ...(dots || { r: 0 }), fill: `var(--chart-${colour})` }}
                  activeDot={{ r: 3 }}
                  isAnimationActive={false}
                  connectNulls={false}
                />
              ))}
              {averaged &&
                shown.map(({ name, colour }) => (
                  <Line
                    key={smoothedKey(name)}
                    dataKey={(row: Record<string, number | null>) => row[smoothedKey(name)]}
                    stroke={`var(--chart-${colour})`}
                    strokeWidth={2}
                    dot={false}
                    activeDot={false}
                    isAnimationActive={false}
                    connectNulls={false}
                  />
                ))}
            </RechartsLineChart>
          </ResponsiveContainer>
        </div>
      )}
    </figure>
  );
}
