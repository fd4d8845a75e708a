"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";

const units = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

function inWords(date: Date, locale: string): string | null {
  const seconds = (date.getTime() - Date.now()) / 1000;
  const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  if (unit === "second") return null;
  return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(Math.trunc(seconds / length), unit);
}

/** A moment as "3 minutes ago", with the full date on hover. */
export function TimeAgo({ date }: { date: Date }) {
  const locale = useLocale();
  const t = useTranslations("shared.time");
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 60_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time
      dateTime={date.toISOString()}
      title={date.toLocaleString(locale, { dateStyle: "medium", timeStyle: "short" })}
      suppressHydrationWarning
      className="whitespace-nowrap"
    >
      {inWords(date, locale) ?? t("justNow")}
    </time>
  );
}
