import type { ReactNode } from "react";
import { getProject } from "../../../../lib/projects/get-project.ts";
import { authorisePage } from "../../../_actions/authorise.ts";
import { PageHeader } from "../../../_components/page-header.tsx";
import { LinkTabs } from "../../../_components/tabs.tsx";

/** A part of a project for those who may view its data: one header, and a tab for each page below `path`. */
export async function TabbedSection({
  projectId,
  path,
  title,
  description,
  tabs,
  children,
}: {
  projectId: string;
  /** Below the project, without a slash. */
  path: string;
  title: string;
  description: string;
  /** The first one's path is empty. */
  tabs: { path: string; label: string }[];
  children: ReactNode;
}) {
  await authorisePage(projectId, "viewData");
  const project = await getProject({ projectId });
  const base = `/projects/${projectId}/${path}`;
  return (
    <>
      <PageHeader
        title={title}
        breadcrumb={[{ href: `/projects/${projectId}`, label: project.name }]}
        description={description}
      />
      <LinkTabs label={title} tabs={tabs.map((tab) => ({ href: base + tab.path, label: tab.label }))} />
      <div className="pt-4">{children}</div>
    </>
  );
}
