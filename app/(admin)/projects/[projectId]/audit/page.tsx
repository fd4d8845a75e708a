import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { listAuditEntries } from "../../../../../lib/audit/list-audit-entries.ts";
import { getProject } from "../../../../../lib/projects/get-project.ts";
import { authorisePage } from "../../../../_actions/authorise.ts";
import { type SearchParameters, searchText } from "../../../../_actions/search-parameters.ts";
import { Card } from "../../../../_components/card.tsx";
import { EmptyState } from "../../../../_components/empty-state.tsx";
import { PageHeader } from "../../../../_components/page-header.tsx";
import { Paging } from "../../../../_components/paging.tsx";
import { AuditTable } from "./audit-table.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.auditPage");
  return { title: t("auditLog") };
}

const searchSchema = z.object({ before: searchText });

export default async function AuditPage({
  params,
  searchParams,
}: {
  params: Promise<{ projectId: string }>;
  searchParams: SearchParameters;
}) {
  const t = await getTranslations("admin.auditPage");
  const { projectId } = await params;
  await authorisePage(projectId, "viewAudit");
  const query = searchSchema.parse(await searchParams);
  const [project, { entries, next }] = await Promise.all([
    getProject({ projectId }),
    listAuditEntries({ projectId, ...query }),
  ]);
  return (
    <>
      <PageHeader
        title={t("auditLog")}
        breadcrumb={[{ href: `/projects/${projectId}`, label: project.name }]}
        description={t("description")}
      />
      <Card flush>
        {entries.length === 0 ? (
          <EmptyState icon={ScrollText} title={t("nothingYet")}>
            {t("nothingYetHint")}
          </EmptyState>
        ) : (
          <>
            <AuditTable projectId={projectId} entries={entries} />
            <Paging query={query} next={next} shown={entries.length} noun={t("lines")} />
          </>
        )}
      </Card>
    </>
  );
}
