import { Boxes } from "lucide-react";
import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { can } from "../../../../../lib/auth/permissions.ts";
import { getActivePolicy } from "../../../../../lib/models/get-active-policy.ts";
import { listModels } from "../../../../../lib/models/list-models.ts";
import { getProject } from "../../../../../lib/projects/get-project.ts";
import { authorisePage } from "../../../../_actions/authorise.ts";
import { Card } from "../../../../_components/card.tsx";
import { EmptyState } from "../../../../_components/empty-state.tsx";
import { quantities } from "../../../../_components/format-quantity.ts";
import { LiveRefresh } from "../../../../_components/live-refresh.tsx";
import { PageHeader } from "../../../../_components/page-header.tsx";
import { Stat, StatRow } from "../../../../_components/stat.tsx";
import { TimeAgo } from "../../../../_components/time-ago.tsx";
import { Lineage } from "./lineage.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("research.modelsPage");
  return { title: t("models") };
}

export default async function ModelsPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { formatCount, formatBytes } = quantities(await getLocale());
  const t = await getTranslations("research.modelsPage");
  const { projectId } = await params;
  const { role } = await authorisePage(projectId, "viewData");
  const [project, models, active] = await Promise.all([
    getProject({ projectId }),
    listModels({ projectId }),
    getActivePolicy({ projectId }),
  ]);
  const own = models.filter((model) => model.projectId !== null);
  const bytes = own.reduce((sum, model) => sum + (model.weightsRemovedAt ? 0 : model.bytes), 0);
  const removed = own.filter((model) => model.weightsRemovedAt).length;
  return (
    <>
      <LiveRefresh projectId={projectId} types={["model", "round"]} />
      <PageHeader
        title={t("models")}
        breadcrumb={[{ href: `/projects/${projectId}`, label: project.name }]}
        description={t("everyVersionFromTheBase")}
      />
      {models.length === 0 || !active ? (
        <Card flush>
          <EmptyState icon={Boxes} title={t("theBaseModelIsOn")}>
            {t("itIsFetchedOnceWhen")}
          </EmptyState>
        </Card>
      ) : (
        <div className="flex flex-col gap-4">
          <StatRow>
            <Stat
              label={t("answersNow")}
              value={active.name}
              detail={
                active.kind === "base"
                  ? t("baseModelUntrained")
                  : active.activatedAt && <Since date={active.activatedAt} />
              }
            />
            <Stat
              label={t("policies")}
              value={formatCount(own.filter(({ kind }) => kind === "policy").length)}
              detail={t("madeByRounds")}
            />
            <Stat
              label={t("weightsOnDisk")}
              value={formatBytes(bytes)}
              detail={t("ofQuota", { diskQuotaGigabytes: project.settings.diskQuotaGigabytes })}
            />
            <Stat label={t("weightsRemoved")} value={formatCount(removed)} detail={t("toSaveDisk")} />
          </StatRow>
          <Lineage projectId={projectId} models={models} activeId={active.id} mayRollBack={can(role, "runRounds")} />
        </div>
      )}
    </>
  );
}

function Since({ date }: { date: Date }) {
  const t = useTranslations("research.modelsPage");
  return t.rich("activeSince", { time: () => <TimeAgo date={date} /> });
}
