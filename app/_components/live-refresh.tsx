"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { type LiveEventType, listenToProject } from "./project-events.ts";

const refreshAtMostEveryMilliseconds = 2000;

/** Keeps a server-rendered page current: reads it anew when something of the project changes. Draws nothing. */
export function LiveRefresh({ projectId, types }: { projectId: string; types: readonly LiveEventType[] }) {
  const router = useRouter();
  const wanted = types.join(" ");
  useEffect(
    () =>
      listenToProject(projectId, wanted.split(" ") as LiveEventType[], () => router.refresh(), {
        atMostEveryMilliseconds: refreshAtMostEveryMilliseconds,
      }),
    [projectId, wanted, router],
  );
  return null;
}
