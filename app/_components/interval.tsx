import { useTranslations } from "next-intl";
import { useQuantities } from "./use-quantities.ts";

/** An estimate with its 95 % interval: "0.67 (0.61 to 0.73)". */
export function Interval({
  estimate,
  low,
  high,
  format: asked,
}: {
  estimate: number;
  low: number | null | undefined;
  high: number | null | undefined;
  format?: (value: number) => string;
}) {
  const { formatFigure } = useQuantities();
  const format = asked ?? formatFigure;
  const t = useTranslations("shared.interval");
  return (
    <span className="tabular-nums">
      {format(estimate)}
      {low != null && high != null && (
        <>
          {" "}
          <span className="whitespace-nowrap text-muted">
            {t("lowToHigh", { low: format(low), high: format(high) })}
          </span>
        </>
      )}
    </span>
  );
}
