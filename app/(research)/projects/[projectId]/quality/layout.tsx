import type { ReactNode } from "react";
import { getProject } from "../../../../../lib/projects/get-project.ts";
import { authorisePage } from "../../../../_actions/authorise.ts";
import { PageHeader } from "../../../../_components/page-header.tsx";
import { LinkTabs } from "../../../../_components/tabs.tsx";

export default async function QualityLayout({
  params,
  children,
}: {
  params: Promise<{ projectId: string }>;
  children: ReactNode;
}) {
  const { projectId } = await params;
  await authorisePage(projectId, "viewData");
  const project = await getProject({ projectId });
  const base = `/projects/${projectId}/quality`;
  return (
    <>
      <PageHeader
        title="Quality"
        breadcrumb={[{ href: `/projects/${projectId}`, label: project.name }]}
        description="How far people agree, how each of them works, and what to do where they do not."
      />
      <LinkTabs
        label="Quality"
        tabs={[
          { href: base, label: "Agreement" },
          { href: `${base}/annotators`, label: "Annotators" },
        ]}
      />
      <div className="pt-4">{children}</div>
    </>
  );
}
