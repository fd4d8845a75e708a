"use client";

import { Hourglass } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import type { Lease } from "./use-lease.ts";

const soonMilliseconds = 2 * 60_000;

/** Until when the task in hand is kept for this person. Loud only where it is nearly over or lost. */
export function LeaseStatus({ lease }: { lease: Lease }) {
  const t = useTranslations("annotate.leaseStatus");
  const locale = useLocale();
  const expiresAt = lease.state === "held" ? lease.expiresAt : 0;
  // Not before the page is alive: the server has another clock and another zone.
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    const look = () => setNow(Date.now());
    look();
    const timer = setInterval(look, expiresAt - Date.now() < 2 * soonMilliseconds ? 1000 : 15_000);
    return () => clearInterval(timer);
  }, [expiresAt]);
  if (now === null) return null;

  if (lease.state === "lost" || expiresAt <= now) {
    return <Warning short={t("timeIsUp")}>{lease.state === "lost" ? t("lost") : t("over")}</Warning>;
  }
  const left = expiresAt - now;
  if (left < soonMilliseconds) {
    const seconds = Math.ceil(left / 1000);
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    return <Warning short={time}>{t("keptFor", { time })}</Warning>;
  }
  const time = new Date(expiresAt).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
  return (
    <span title={t("whatItMeans")} className="ml-3 hidden whitespace-nowrap text-muted text-sm tabular-nums lg:inline">
      {t("keptUntil", { time })}
    </span>
  );
}

function Warning({ short, children }: { /** On a phone. */ short: string; children: ReactNode }) {
  return (
    <span className="ml-2 inline-flex items-center gap-1.5 whitespace-nowrap rounded-md bg-warning-soft px-2 py-1 text-sm text-warning tabular-nums">
      <Hourglass aria-hidden className="size-3.5 shrink-0" />
      <span aria-hidden className="md:hidden">
        {short}
      </span>
      <span className="sr-only md:not-sr-only">{children}</span>
    </span>
  );
}
