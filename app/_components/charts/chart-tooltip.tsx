import { useTranslations } from "next-intl";
import { type ChartRow, type ChartSeries, smoothedKey } from "./series.ts";

/** The values under the pointer; a missing one says so. */
export function ChartTooltip({
  active,
  heading,
  row,
  series,
  averaged,
  format,
}: {
  active: boolean | undefined;
  heading: string;
  row: ChartRow | undefined;
  series: readonly ChartSeries[];
  averaged: boolean;
  format: (value: number) => string;
}) {
  const t = useTranslations("shared.chartTooltip");
  if (!active || !row) return null;
  return (
    <div className="rounded-md border border-border bg-popover px-2.5 py-2 text-xs text-foreground shadow-md">
      <p className="mb-1 font-medium tabular-nums">{heading}</p>
      <table className="tabular-nums">
        <tbody>
          {series.map(({ name, label, colour }) => (
            <tr key={name}>
              <th scope="row" className="pr-3 text-left font-normal text-muted">
                <span
                  aria-hidden
                  className="mr-1.5 inline-block h-0.5 w-3 rounded-full align-middle"
                  style={{ background: `var(--chart-${colour})` }}
                />
                {label}
              </th>
              <td className="text-right font-medium">{row[name] == null ? t("noValue") : format(row[name])}</td>
              {averaged && row[smoothedKey(name)] != null && (
                <td className="pl-2 text-right text-muted">
                  {t("avgValue", { value: format(row[smoothedKey(name)]!) })}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
