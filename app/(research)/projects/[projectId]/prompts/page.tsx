import { MessageSquareText, SearchX } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { can } from "../../../../../lib/auth/permissions.ts";
import { getProject } from "../../../../../lib/projects/get-project.ts";
import { listPrompts } from "../../../../../lib/prompts/list-prompts.ts";
import { authorisePage } from "../../../../_actions/authorise.ts";
import { type SearchParameters, searchChoice, searchText } from "../../../../_actions/search-parameters.ts";
import { Card } from "../../../../_components/card.tsx";
import { EmptyState } from "../../../../_components/empty-state.tsx";
import { FilterBar, SearchInput } from "../../../../_components/filter-bar.tsx";
import { Select } from "../../../../_components/input.tsx";
import { LiveRefresh } from "../../../../_components/live-refresh.tsx";
import { PageHeader } from "../../../../_components/page-header.tsx";
import { Paging } from "../../../../_components/paging.tsx";
import { AddPromptDialog } from "./add-prompt-dialog.tsx";
import { GenerateButton } from "./generate-button.tsx";
import { ImportDialog } from "./import-dialog.tsx";
import { MakeTasksDialog } from "./make-tasks-dialog.tsx";
import { PromptsTable } from "./prompts-table.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("research.promptsPage");
  return { title: t("prompts") };
}

const searchSchema = z.object({
  search: searchText,
  split: searchChoice(["train", "validation", "gold"]),
  tag: searchText,
  before: searchText,
  import: searchText,
});

export default async function PromptsPage({
  params,
  searchParams,
}: {
  params: Promise<{ projectId: string }>;
  searchParams: SearchParameters;
}) {
  const t = await getTranslations("research.promptsPage");
  const { projectId } = await params;
  const { role } = await authorisePage(projectId, "viewData");
  const { import: openImport, ...query } = searchSchema.parse(await searchParams);
  const [project, { prompts, next, total, tags }] = await Promise.all([
    getProject({ projectId }),
    listPrompts({ projectId, ...query }),
  ]);
  const filtered = Boolean(query.search || query.split || query.tag);
  const mayManage = can(role, "manageProject");
  const importDialog = can(role, "importData") && (
    <ImportDialog projectId={projectId} initiallyOpen={openImport === "open"} />
  );
  return (
    <>
      <LiveRefresh projectId={projectId} types={["generation"]} />
      <PageHeader
        title={t("prompts")}
        breadcrumb={[{ href: `/projects/${projectId}`, label: project.name }]}
        description={t("whatTheModelIsAsked")}
        action={
          mayManage && (
            <>
              {(total > 0 || filtered) && <GenerateButton projectId={projectId} promptIds={null} />}
              {(total > 0 || filtered) && <MakeTasksDialog projectId={projectId} promptIds={null} />}
              <AddPromptDialog projectId={projectId} tags={tags} />
              {importDialog}
            </>
          )
        }
      />
      {total === 0 && !filtered ? (
        <Card flush>
          <EmptyState icon={MessageSquareText} title={t("noPromptsYet")}>
            {mayManage ? t("howToImport") : t("anAdminOfTheProject")}
          </EmptyState>
        </Card>
      ) : (
        <>
          <FilterBar label={t("findPrompts")}>
            <SearchInput label={t("searchPrompts")} defaultValue={query.search} />
            <Select name="split" aria-label={t("sideOfTheSplit")} defaultValue={query.split ?? ""} className="w-36">
              <option value="">{t("anySide")}</option>
              <option value="train">{t("train")}</option>
              <option value="validation">{t("validation")}</option>
              <option value="gold">{t("gold")}</option>
            </Select>
            {tags.length > 0 && (
              <Select name="tag" aria-label={t("tag")} defaultValue={query.tag ?? ""} className="w-40">
                <option value="">{t("anyTag")}</option>
                {tags.map((tag) => (
                  <option key={tag}>{tag}</option>
                ))}
              </Select>
            )}
          </FilterBar>
          <Card flush>
            {prompts.length === 0 ? (
              <EmptyState icon={SearchX} title={t("noPromptMatches")}>
                <Link href={`/projects/${projectId}/prompts`} className="text-accent-text underline underline-offset-2">
                  {t("showAllPrompts")}
                </Link>
              </EmptyState>
            ) : (
              <>
                <PromptsTable projectId={projectId} prompts={prompts} />
                <Paging
                  query={query}
                  next={next}
                  shown={prompts.length}
                  total={total}
                  noun={t("pagedPrompts", { count: total })}
                />
              </>
            )}
          </Card>
        </>
      )}
    </>
  );
}
