"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const refreshAtMostEveryMilliseconds = 2000;
const pollWithoutStreamMilliseconds = 10_000;

export type LiveEventType = "round" | "generation" | "task" | "model";

/**
 * Keeps a server-rendered page current: reads it anew when something of the project changes, at most every 2 s. While
 * the event stream is down it asks every 10 s instead. Draws nothing.
 */
export function LiveRefresh({ projectId, types }: { projectId: string; types: readonly LiveEventType[] }) {
  const router = useRouter();
  const wanted = types.join(" ");
  useEffect(() => {
    let last = Date.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      timer = undefined;
      last = Date.now();
      router.refresh();
    };
    const source = new EventSource(`/api/events?projectId=${encodeURIComponent(projectId)}`);
    let opened = false;
    source.addEventListener("change", ({ data }) => {
      const { type } = JSON.parse(data) as { type?: string };
      // Without a type: something may have been missed. The first one only says that the stream is open.
      const concerns = type ? wanted.split(" ").includes(type) : opened;
      opened = true;
      if (concerns && !timer) {
        timer = setTimeout(refresh, Math.max(0, last + refreshAtMostEveryMilliseconds - Date.now()));
      }
    });
    const poll = setInterval(() => {
      if (source.readyState !== EventSource.OPEN && document.visibilityState === "visible") refresh();
    }, pollWithoutStreamMilliseconds);
    return () => {
      source.close();
      clearInterval(poll);
      clearTimeout(timer);
    };
  }, [projectId, wanted, router]);
  return null;
}
