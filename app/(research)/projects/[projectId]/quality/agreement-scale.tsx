import { useLocale, useTranslations } from "next-intl";
import { boundsOf, type Share } from "../../../../../lib/agreement/share.ts";
import { classes } from "../../../../_components/classes.ts";

/** Ouyang et al. 2022, arXiv:2203.02155, section 3.4 and Stiennon et al. 2020, arXiv:2009.01325. */
const published = [
  { name: "trainers", share: 0.726, margin: 0.015 },
  { name: "otherLabellers", share: 0.773, margin: 0.013 },
  { name: "summaries", share: 0.73, margin: 0.04 },
] as const;

/** A project's agreement on one line with what others have published, so that a reader knows what is normal. */
export function AgreementScale({ share }: { share: Share }) {
  const t = useTranslations("research.agreementScale");
  const locale = useLocale();
  const rows = [
    { label: t("thisProject"), share: share.share, margin: share.margin, own: true },
    ...published.map(({ name, ...row }) => ({ label: t(`published.${name}`), ...row, own: false })),
  ];
  return (
    <div className="tabular-nums">
      <ul className="flex flex-col gap-3">
        {rows.map((row) => (
          <li key={row.label} className="grid gap-x-4 gap-y-1 sm:grid-cols-[17rem_1fr_7.5rem] sm:items-center">
            <span className={classes("flex justify-between gap-3", row.own ? "font-medium" : "text-muted")}>
              {row.label}
              <span className="whitespace-nowrap sm:hidden">{figure(row, locale)}</span>
            </span>
            <Line {...row} />
            <span className={classes("hidden text-right sm:block", row.own ? "font-medium" : "text-muted")}>
              {figure(row, locale)}
            </span>
          </li>
        ))}
      </ul>
      <div className="mt-2 grid text-muted text-xs sm:grid-cols-[17rem_1fr_7.5rem] sm:gap-x-4">
        <p className="flex justify-between sm:col-start-2">
          <span>{t("chance")}</span>
          <span>100 %</span>
        </p>
      </div>
    </div>
  );
}

function Line({ share, margin, own }: { share: number | null; margin: number | null; own: boolean }) {
  const bounds = boundsOf({ share, margin, count: 0 });
  const place = (value: number) => `${Math.max(0, Math.min(100, (value - 0.5) * 200))}%`;
  const look = own ? "bg-chart-blue" : "bg-border-strong";
  return (
    <div aria-hidden className="relative h-4">
      <div className="absolute inset-x-0 top-1/2 h-px bg-border" />
      {bounds && (
        <div
          className={classes("absolute top-1/2 h-1 min-w-1 -translate-y-1/2 rounded-full opacity-50", look)}
          style={{ left: place(bounds.low), right: `calc(100% - ${place(bounds.high)})` }}
        />
      )}
      {share !== null && (
        <div
          className={classes("absolute top-1/2 size-2.5 -translate-x-1/2 -translate-y-1/2 rounded-full", look)}
          style={{ left: place(share) }}
        />
      )}
    </div>
  );
}

function figure({ share, margin }: { share: number | null; margin: number | null }, locale: string): string {
  if (share === null) return "–";
  const { format } = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return margin === null ? `${format(100 * share)} %` : `${format(100 * share)} ± ${format(100 * margin)} %`;
}
