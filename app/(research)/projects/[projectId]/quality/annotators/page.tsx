import { Users } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { can } from "../../../../../../lib/auth/permissions.ts";
import { getProject } from "../../../../../../lib/projects/get-project.ts";
import { getQuality } from "../../../../../../lib/quality/get-quality.ts";
import { listQualifications } from "../../../../../../lib/quality/list-qualifications.ts";
import { authorisePage } from "../../../../../_actions/authorise.ts";
import { Card } from "../../../../../_components/card.tsx";
import { EmptyState } from "../../../../../_components/empty-state.tsx";
import { AnnotatorCard } from "./annotator-card.tsx";
import { Qualifications } from "./qualifications.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("research.annotatorsPage");
  return { title: t("annotators") };
}

export default async function AnnotatorsPage({ params }: { params: Promise<{ projectId: string }> }) {
  const t = await getTranslations("research.annotatorsPage");
  const { projectId } = await params;
  const { role } = await authorisePage(projectId, "viewData");
  const mayManage = can(role, "managePeople");
  const [{ annotators }, project] = await Promise.all([
    getQuality({ projectId, withNames: mayManage }),
    getProject({ projectId }),
  ]);
  const { qualificationTasks, qualificationAccuracy } = project.settings.quality;
  const qualifications = qualificationTasks > 0 && (
    <Qualifications
      projectId={projectId}
      lines={await listQualifications({ projectId, withNames: mayManage })}
      needed={qualificationAccuracy}
      mayManage={mayManage}
    />
  );
  if (annotators.length === 0) {
    return (
      <div className="flex flex-col gap-4">
        {qualifications}
        <Card flush>
          <EmptyState icon={Users} title={t("nobodyHasJudgedAnythingYet")}>
            {t("oncePeopleHaveThisPage")}
          </EmptyState>
        </Card>
      </div>
    );
  }
  const attention = (annotator: (typeof annotators)[number]) =>
    annotator.exclusion ? 0 : annotator.suspicions.filter(({ dismissed }) => !dismissed).length;
  const sorted = [...annotators].sort((one, other) => attention(other) - attention(one));
  return (
    <div className="flex flex-col gap-4">
      {qualifications}
      <p className="max-w-prose text-muted text-sm">{t("aMarkIsAReason")}</p>
      {sorted.map((annotator) => (
        <AnnotatorCard key={annotator.userId} projectId={projectId} annotator={annotator} mayManage={mayManage} />
      ))}
    </div>
  );
}
