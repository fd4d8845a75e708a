"use client";

import { Timer } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import type { AttentionClock } from "./attention.ts";

function asMinutes(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Time on this task, counting only attention. */
export function Clock({ clock }: { clock: AttentionClock }) {
  const t = useTranslations("annotate.clock");
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const show = () => setSeconds(clock.seconds());
    show();
    const timer = setInterval(show, 1000);
    return () => clearInterval(timer);
  }, [clock]);
  return (
    <span title={t("timeOnThisTaskIt")} className="inline-flex items-center gap-1 text-muted text-sm tabular-nums">
      <Timer aria-hidden className="size-3.5" />
      <span className="sr-only">{t("timeOnThisTask")}</span>
      {asMinutes(seconds)}
    </span>
  );
}
