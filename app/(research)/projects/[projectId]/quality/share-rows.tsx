import { useTranslations } from "next-intl";
import type { Share } from "../../../../../lib/agreement/share.ts";
import { Card } from "../../../../_components/card.tsx";
import { classes } from "../../../../_components/classes.ts";
import { useQuantities } from "../../../../_components/use-quantities.ts";

interface Row {
  label: string;
  share: Share;
  /** What the share is of; pairs where not given. */
  of?: "pairs" | "rankings";
}

/** The rest opens below. */
const shownAtOnce = 8;

/** Shares as figures and bars, one below the other. */
export function ShareRows({
  title,
  description,
  empty,
  rows,
  colour = "bg-chart-blue",
}: {
  title: string;
  description: string;
  empty: string;
  rows: readonly Row[];
  colour?: string;
}) {
  const t = useTranslations("research.shareRows");
  return (
    <Card title={title} description={description} flush>
      {rows.length === 0 ? (
        <p className="px-4 py-3 text-muted">{empty}</p>
      ) : (
        <>
          <List rows={rows.slice(0, shownAtOnce)} colour={colour} />
          {rows.length > shownAtOnce && (
            <details className="border-t border-border">
              <summary className="cursor-pointer px-4 py-2.5 text-muted hover:text-foreground">
                {t("more", { count: rows.length - shownAtOnce })}
              </summary>
              <List rows={rows.slice(shownAtOnce)} colour={colour} />
            </details>
          )}
        </>
      )}
    </Card>
  );
}

function List({ rows, colour }: { rows: readonly Row[]; colour: string }) {
  const { formatPercent } = useQuantities();
  const t = useTranslations("research.shareRows");
  return (
    <ul className="divide-y divide-border">
      {rows.map(({ label, share, of = "pairs" }) => (
        <li key={label} className="px-4 py-2.5 tabular-nums">
          <p className="flex items-baseline justify-between gap-3">
            <span className="min-w-0 truncate">{label}</span>
            <span className="whitespace-nowrap">
              {share.share === null ? "–" : formatPercent(share.share)}
              {share.margin !== null && ` ± ${formatPercent(share.margin).replace(" %", "")}`}{" "}
              <span className="text-muted text-sm">
                {of === "pairs" ? t("ofPairs", { count: share.count }) : t("ofRankings", { count: share.count })}
              </span>
            </span>
          </p>
          <div aria-hidden className="mt-1.5 h-1.5 overflow-hidden rounded-full bg-border">
            <div className={classes("h-full rounded-full", colour)} style={{ width: `${(share.share ?? 0) * 100}%` }} />
          </div>
        </li>
      ))}
    </ul>
  );
}
