"use client";

import { useEffect, useState } from "react";

const relative = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const units = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
] as const;

function inWords(date: Date): string {
  const seconds = (date.getTime() - Date.now()) / 1000;
  const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return unit === "second" ? "just now" : relative.format(Math.trunc(seconds / length), unit);
}

/** A moment as "3 minutes ago", with the full date on hover. */
export function TimeAgo({ date }: { date: Date }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 60_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <time
      dateTime={date.toISOString()}
      title={date.toLocaleString("en", { dateStyle: "medium", timeStyle: "short" })}
      suppressHydrationWarning
      className="whitespace-nowrap"
    >
      {inWords(date)}
    </time>
  );
}
