import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
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

export const metadata: Metadata = { title: "Audit log" };

const searchSchema = z.object({ before: searchText });

export default async function AuditPage({
  params,
  searchParams,
}: {
  params: Promise<{ projectId: string }>;
  searchParams: SearchParameters;
}) {
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
        title="Audit log"
        breadcrumb={[{ href: `/projects/${projectId}`, label: project.name }]}
        description="Who changed what in this project, and when. Lines are never changed and never removed."
      />
      <Card flush>
        {entries.length === 0 ? (
          <EmptyState icon={ScrollText} title="Nothing yet">
            Every act that changes something appears here.
          </EmptyState>
        ) : (
          <>
            <AuditTable projectId={projectId} entries={entries} />
            <Paging query={query} next={next} shown={entries.length} noun="lines" />
          </>
        )}
      </Card>
    </>
  );
}
