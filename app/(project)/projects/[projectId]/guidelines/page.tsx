import { FileText } from "lucide-react";
import type { Metadata } from "next";
import { can } from "../../../../../lib/auth/permissions.ts";
import { getProject } from "../../../../../lib/projects/get-project.ts";
import { authorisePage } from "../../../../_actions/authorise.ts";
import { Card } from "../../../../_components/card.tsx";
import { EmptyState } from "../../../../_components/empty-state.tsx";
import { Markdown } from "../../../../_components/markdown.tsx";
import { PageHeader } from "../../../../_components/page-header.tsx";
import { GuidelinesEditor } from "./guidelines-editor.tsx";

export const metadata: Metadata = { title: "Guidelines" };

export default async function GuidelinesPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  const { role } = await authorisePage(projectId, "viewProject");
  const project = await getProject({ projectId });
  return (
    <>
      <PageHeader
        title="Guidelines"
        breadcrumb={
          can(role, "viewData")
            ? [{ href: `/projects/${projectId}`, label: project.name }]
            : [{ href: `/projects/${projectId}/annotate`, label: project.name }]
        }
        description="What makes one answer better than another in this project."
      />
      {can(role, "manageProject") ? (
        <GuidelinesEditor key={project.guidelines} projectId={projectId} guidelines={project.guidelines} />
      ) : (
        <Card>
          {project.guidelines.trim() ? (
            <>
              <h2 className="sr-only">What to prefer</h2>
              <h3 className="sr-only">Text</h3>
              <Markdown text={project.guidelines} className="reading" />
            </>
          ) : (
            <EmptyState icon={FileText} title="No guidelines yet">
              Rank by what you find most helpful; an admin of the project may write down more.
            </EmptyState>
          )}
        </Card>
      )}
    </>
  );
}
