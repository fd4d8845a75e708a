"use client";

import { Hourglass } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import type { Lease } from "./use-lease.ts";

const soonMilliseconds = 2 * 60_000;

/** Until when the task in hand is kept for this person. Loud only where it is nearly over or lost. */
export function LeaseStatus({ lease }: { lease: Lease }) {
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
    const what = lease.state === "lost" ? "Others may have taken this task over." : "No longer kept for you.";
    return <Warning short="Time is up">{what} Submit all the same: your judgement is stored.</Warning>;
  }
  const left = expiresAt - now;
  if (left < soonMilliseconds) {
    const seconds = Math.ceil(left / 1000);
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    return <Warning short={time}>Kept for you for {time} more</Warning>;
  }
  const time = new Date(expiresAt).toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" });
  return (
    <span
      title="Nobody else gets this task until then. While you work on it the time is extended by itself."
      className="ml-3 hidden whitespace-nowrap text-muted text-sm tabular-nums lg:inline"
    >
      Kept for you until {time}
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
