import { ArrowRight, ChevronsLeft } from "lucide-react";
import { useTranslations } from "next-intl";
import { ButtonLink } from "./button.tsx";
import { useQuantities } from "./use-quantities.ts";

/** Below a list that is read page by page: how many there are, and the way on. Keeps the filters of the address. */
export function Paging({
  query,
  next,
  shown,
  total,
  noun,
}: {
  /** The page's current search parameters. */
  query: Record<string, string | undefined>;
  /** Cursor of the next page, or null. */
  next: string | null;
  shown: number;
  total?: number;
  /** For as many as there are. */
  noun: string;
}) {
  const { formatCount } = useQuantities();
  const t = useTranslations("shared.paging");
  const href = (before: string | null) => {
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (value && name !== "before") parameters.set(name, value);
    if (before) parameters.set("before", before);
    return `?${parameters}`;
  };
  if (!next && !query.before && total !== undefined && shown >= total && total < 10) return null;
  return (
    <nav
      aria-label={t("pages")}
      className="flex flex-wrap items-center justify-between gap-2 border-t border-border px-4 py-2.5"
    >
      <p className="text-muted text-sm tabular-nums">
        {total === undefined
          ? `${formatCount(shown)} ${noun}`
          : t("shownOfTotalNoun", { shown: formatCount(shown), total: formatCount(total), noun })}
      </p>
      <div className="flex gap-2">
        {query.before && (
          <ButtonLink size="small" tone="quiet" href={href(null)}>
            <ChevronsLeft aria-hidden />
            {t("newest")}
          </ButtonLink>
        )}
        {next && (
          <ButtonLink size="small" href={href(next)}>
            {t("older")}
            <ArrowRight aria-hidden />
          </ButtonLink>
        )}
      </div>
    </nav>
  );
}
