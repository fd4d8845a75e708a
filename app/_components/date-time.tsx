"use client";

import { useLocale } from "next-intl";
import { useSyncExternalStore } from "react";

const never = () => () => {};

/** A moment in full, in the reader's own time zone; UTC until the browser has taken over. */
export function DateTime({ date, withTime = true }: { date: Date; withTime?: boolean }) {
  const locale = useLocale();
  const inBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const text = date.toLocaleString(locale, {
    dateStyle: "medium",
    ...(withTime ? { timeStyle: "short" } : {}),
    ...(inBrowser ? {} : { timeZone: "UTC" }),
  });
  return (
    <time dateTime={date.toISOString()} className="whitespace-nowrap">
      {text}
    </time>
  );
}
