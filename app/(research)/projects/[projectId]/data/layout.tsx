import type { ReactNode } from "react";
import { TabbedSection } from "../tabbed-section.tsx";

export default async function DataLayout({
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
      path="data"
      title="Data"
      description="What people decided, what rounds learned from, and the way to take it elsewhere."
      tabs={[
        { path: "", label: "Rankings" },
        { path: "/versions", label: "Dataset versions" },
        { path: "/export", label: "Export" },
      ]}
    >
      {children}
    </TabbedSection>
  );
}
