import type { ReactNode } from "react";
import { getProject } from "../../../../../lib/projects/get-project.ts";
import { authorisePage } from "../../../../_actions/authorise.ts";
import { PageHeader } from "../../../../_components/page-header.tsx";
import { LinkTabs } from "../../../../_components/tabs.tsx";

export default async function DataLayout({
  params,
  children,
}: {
  params: Promise<{ projectId: string }>;
  children: ReactNode;
}) {
  const { projectId } = await params;
  await authorisePage(projectId, "viewData");
  const project = await getProject({ projectId });
  const base = `/projects/${projectId}/data`;
  return (
    <>
      <PageHeader
        title="Data"
        breadcrumb={[{ href: `/projects/${projectId}`, label: project.name }]}
        description="What people decided, what rounds learned from, and the way to take it elsewhere."
      />
      <LinkTabs
        label="Data"
        tabs={[
          { href: base, label: "Rankings" },
          { href: `${base}/versions`, label: "Dataset versions" },
          { href: `${base}/export`, label: "Export" },
        ]}
      />
      <div className="pt-4">{children}</div>
    </>
  );
}
