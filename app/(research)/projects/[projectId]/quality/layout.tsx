import type { ReactNode } from "react";
import { TabbedSection } from "../tabbed-section.tsx";

export default async function QualityLayout({
  params,
  children,
}: {
  params: Promise<{ projectId: string }>;
  children: ReactNode;
}) {
  const { projectId } = await params;
  return (
    <TabbedSection
      projectId={projectId}
      path="quality"
      title="Quality"
      description="How far people agree, how each of them works, and what to do where they do not."
      tabs={[
        { path: "", label: "Agreement" },
        { path: "/annotators", label: "Annotators" },
        { path: "/disagreements", label: "Disagreements" },
        { path: "/gold", label: "Gold tasks" },
      ]}
    >
      {children}
    </TabbedSection>
  );
}
