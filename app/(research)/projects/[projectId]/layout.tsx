import type { ReactNode } from "react";
import { authorisePage } from "../../../_actions/authorise.ts";
import { AppFrame } from "../../../_components/app-frame.tsx";

/** Refuses before anything is streamed, so that the answer carries the right status; each page asks again by itself. */
export default async function ResearchLayout({
  params,
  children,
}: {
  params: Promise<{ projectId: string }>;
  children: ReactNode;
}) {
  const { projectId } = await params;
  await authorisePage(projectId, "viewData");
  return <AppFrame projectId={projectId}>{children}</AppFrame>;
}
