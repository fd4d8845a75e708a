"use client";

import { Timer } from "lucide-react";
import { useEffect, useState } from "react";
import type { AttentionClock } from "./attention.ts";

function asMinutes(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Time on this task, counting only attention. */
export function Clock({ clock }: { clock: AttentionClock }) {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const show = () => setSeconds(clock.seconds());
    show();
    const timer = setInterval(show, 1000);
    return () => clearInterval(timer);
  }, [clock]);
  return (
    <span
      title="Time on this task. It stops while the page is hidden or nobody is there."
      className="inline-flex items-center gap-1 text-muted text-sm tabular-nums"
    >
      <Timer aria-hidden className="size-3.5" />
      <span className="sr-only">Time on this task</span>
      {asMinutes(seconds)}
    </span>
  );
}
