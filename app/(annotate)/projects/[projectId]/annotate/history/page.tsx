import { History } from "lucide-react";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { listOwnAnnotations } from "../../../../../../lib/annotations/list-own-annotations.ts";
import { getProject } from "../../../../../../lib/projects/get-project.ts";
import { getProgress } from "../../../../../../lib/tasks/get-progress.ts";
import { authorisePage } from "../../../../../_actions/authorise.ts";
import { identifier } from "../../../../../_actions/identifier.ts";
import { AppFrame } from "../../../../../_components/app-frame.tsx";
import { ButtonLink } from "../../../../../_components/button.tsx";
import { EmptyState } from "../../../../../_components/empty-state.tsx";
import { quantities } from "../../../../../_components/format-quantity.ts";
import { PageHeader } from "../../../../../_components/page-header.tsx";
import { Stat, StatRow } from "../../../../../_components/stat.tsx";
import { Submission } from "./submission.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("annotate.historyPage"))("myHistory") };
}

export default async function HistoryPage({
  params,
  searchParams,
}: {
  params: Promise<{ projectId: string }>;
  searchParams: Promise<{ before?: string | string[] }>;
}) {
  const { formatCount, formatDuration } = quantities(await getLocale());
  const t = await getTranslations("annotate.historyPage");
  const { projectId } = await params;
  const { actor } = await authorisePage(projectId, "annotate");
  const before = identifier.safeParse((await searchParams).before).data;
  const [project, progress, { annotations, next }] = await Promise.all([
    getProject({ projectId }),
    getProgress({ projectId, userId: actor.id }),
    listOwnAnnotations({ projectId, userId: actor.id, ...(before ? { before } : {}) }),
  ]);
  const path = `/projects/${projectId}/annotate`;
  return (
    <AppFrame projectId={projectId}>
      <PageHeader
        title={t("myHistory")}
        breadcrumb={[{ href: path, label: project.name }]}
        description={t("whatYouSubmittedNewestFirst")}
        action={
          <ButtonLink href={path} tone="primary">
            {t("goOn")}
          </ButtonLink>
        }
      />
      {progress.submitted > 0 && (
        <div className="mb-4">
          <StatRow>
            <Stat label={t("submitted")} value={formatCount(progress.submitted)} />
            <Stat label={t("inTheLastDay")} value={formatCount(progress.submittedLastDay)} />
            <Stat
              label={t("usualTimeATask")}
              value={progress.medianSeconds === null ? "–" : formatDuration(progress.medianSeconds)}
              detail={t("medianOfAttention")}
            />
            <Stat label={t("skipped")} value={formatCount(progress.skipped)} />
          </StatRow>
        </div>
      )}
      <div className="rounded-lg border border-border bg-surface">
        {annotations.length === 0 ? (
          <EmptyState icon={History} title={before ? t("nothingOlder") : t("nothingSubmittedYet")}>
            {before ? t("thisIsTheEndOf") : t("judgeATaskAndIt")}
          </EmptyState>
        ) : (
          <ol className="divide-y divide-border">
            {annotations.map((annotation) => (
              <Submission key={annotation.id} annotation={annotation} path={`${path}/history/${annotation.id}`} />
            ))}
          </ol>
        )}
      </div>
      <nav aria-label={t("pages")} className="mt-4 flex justify-between">
        <span>{before && <ButtonLink href={`${path}/history`}>{t("newest")}</ButtonLink>}</span>
        {next && <ButtonLink href={`${path}/history?before=${next}`}>{t("older")}</ButtonLink>}
      </nav>
    </AppFrame>
  );
}
