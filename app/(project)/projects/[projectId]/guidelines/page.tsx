import { FileText } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { can } from "../../../../../lib/auth/permissions.ts";
import { getProject } from "../../../../../lib/projects/get-project.ts";
import { authorisePage } from "../../../../_actions/authorise.ts";
import { Card } from "../../../../_components/card.tsx";
import { EmptyState } from "../../../../_components/empty-state.tsx";
import { Markdown } from "../../../../_components/markdown.tsx";
import { PageHeader } from "../../../../_components/page-header.tsx";
import { GuidelinesEditor } from "./guidelines-editor.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("projectPages.guidelinesPage");
  return { title: t("guidelines") };
}

export default async function GuidelinesPage({ params }: { params: Promise<{ projectId: string }> }) {
  const t = await getTranslations("projectPages.guidelinesPage");
  const { projectId } = await params;
  const { role } = await authorisePage(projectId, "viewProject");
  const project = await getProject({ projectId });
  return (
    <>
      <PageHeader
        title={t("guidelines")}
        breadcrumb={
          can(role, "viewData")
            ? [{ href: `/projects/${projectId}`, label: project.name }]
            : [{ href: `/projects/${projectId}/annotate`, label: project.name }]
        }
        description={t("whatMakesOneAnswerBetter")}
      />
      {can(role, "manageProject") ? (
        <GuidelinesEditor key={project.guidelines} projectId={projectId} guidelines={project.guidelines} />
      ) : (
        <Card>
          {project.guidelines.trim() ? (
            <>
              <h2 className="sr-only">{t("whatToPrefer")}</h2>
              <h3 className="sr-only">{t("text")}</h3>
              <Markdown text={project.guidelines} className="reading" />
            </>
          ) : (
            <EmptyState icon={FileText} title={t("noGuidelinesYet")}>
              {t("rankByWhatYouFind")}
            </EmptyState>
          )}
        </Card>
      )}
    </>
  );
}
