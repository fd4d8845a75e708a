import { History } from "lucide-react";
import type { Metadata } from "next";
import { listOwnAnnotations } from "../../../../../../lib/annotations/list-own-annotations.ts";
import { getProject } from "../../../../../../lib/projects/get-project.ts";
import { authorisePage } from "../../../../../_actions/authorise.ts";
import { identifier } from "../../../../../_actions/identifier.ts";
import { AppFrame } from "../../../../../_components/app-frame.tsx";
import { ButtonLink } from "../../../../../_components/button.tsx";
import { EmptyState } from "../../../../../_components/empty-state.tsx";
import { PageHeader } from "../../../../../_components/page-header.tsx";
import { Submission } from "./submission.tsx";

export const metadata: Metadata = { title: "My history" };

export default async function HistoryPage({
  params,
  searchParams,
}: {
  params: Promise<{ projectId: string }>;
  searchParams: Promise<{ before?: string | string[] }>;
}) {
  const { projectId } = await params;
  const { actor } = await authorisePage(projectId, "annotate");
  const before = identifier.safeParse((await searchParams).before).data;
  const [project, { annotations, next }] = await Promise.all([
    getProject({ projectId }),
    listOwnAnnotations({ projectId, userId: actor.id, ...(before ? { before } : {}) }),
  ]);
  const path = `/projects/${projectId}/annotate`;
  return (
    <AppFrame projectId={projectId}>
      <PageHeader
        title="My history"
        breadcrumb={[{ href: path, label: project.name }]}
        description="What you submitted, newest first. You can still correct the newest ones; only your last version counts."
        action={
          <ButtonLink href={path} tone="primary">
            Go on ranking
          </ButtonLink>
        }
      />
      <div className="rounded-lg border border-border bg-surface">
        {annotations.length === 0 ? (
          <EmptyState icon={History} title={before ? "Nothing older" : "Nothing submitted yet"}>
            {before ? "This is the end of your history." : "Rank a task, and it appears here."}
          </EmptyState>
        ) : (
          <ol className="divide-y divide-border">
            {annotations.map((annotation) => (
              <Submission key={annotation.id} annotation={annotation} path={`${path}/history/${annotation.id}`} />
            ))}
          </ol>
        )}
      </div>
      <nav aria-label="Pages" className="mt-4 flex justify-between">
        <span>{before && <ButtonLink href={`${path}/history`}>Newest</ButtonLink>}</span>
        {next && <ButtonLink href={`${path}/history?before=${next}`}>Older</ButtonLink>}
      </nav>
    </AppFrame>
  );
}
