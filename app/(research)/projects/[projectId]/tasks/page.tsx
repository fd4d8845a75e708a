import { ListChecks } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { can } from "../../../../../lib/auth/permissions.ts";
import { getProject } from "../../../../../lib/projects/get-project.ts";
import { listTasks } from "../../../../../lib/tasks/list-tasks.ts";
import { authorisePage } from "../../../../_actions/authorise.ts";
import { type SearchParameters, searchChoice, searchText } from "../../../../_actions/search-parameters.ts";
import { Card } from "../../../../_components/card.tsx";
import { EmptyState } from "../../../../_components/empty-state.tsx";
import { FilterBar } from "../../../../_components/filter-bar.tsx";
import { Select } from "../../../../_components/input.tsx";
import { LiveRefresh } from "../../../../_components/live-refresh.tsx";
import { PageHeader } from "../../../../_components/page-header.tsx";
import { Paging } from "../../../../_components/paging.tsx";
import { TasksTable } from "./tasks-table.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("research.tasksPage");
  return { title: t("tasks") };
}

const searchSchema = z.object({ status: searchChoice(["open", "done", "cancelled"]), before: searchText });

export default async function TasksPage({
  params,
  searchParams,
}: {
  params: Promise<{ projectId: string }>;
  searchParams: SearchParameters;
}) {
  const t = await getTranslations("research.tasksPage");
  const { projectId } = await params;
  const { role } = await authorisePage(projectId, "viewData");
  const query = searchSchema.parse(await searchParams);
  const [project, { tasks, next, total }] = await Promise.all([
    getProject({ projectId }),
    listTasks({ projectId, ...query }),
  ]);
  return (
    <>
      <LiveRefresh projectId={projectId} types={["task"]} />
      <PageHeader
        title={t("tasks")}
        breadcrumb={[{ href: `/projects/${projectId}`, label: project.name }]}
        description={t("eachTaskIsAPrompt")}
      />
      <FilterBar label={t("filterTasks")}>
        <Select name="status" aria-label={t("state")} defaultValue={query.status ?? ""} className="w-36">
          <option value="">{t("anyState")}</option>
          <option value="open">{t("open")}</option>
          <option value="done">{t("done")}</option>
          <option value="cancelled">{t("cancelled")}</option>
        </Select>
      </FilterBar>
      <Card flush>
        {tasks.length === 0 ? (
          <EmptyState
            icon={ListChecks}
            title={query.status ? t("noStatusTask", { status: query.status }) : t("noTasksYet")}
          >
            {query.status ? (
              <Link href={`/projects/${projectId}/tasks`} className="text-accent-text underline underline-offset-2">
                {t("showAllTasks")}
              </Link>
            ) : (
              t("aTaskAppearsAsSoon")
            )}
          </EmptyState>
        ) : (
          <>
            <TasksTable
              projectId={projectId}
              tasks={tasks}
              mayManage={can(role, "manageProject")}
              mayMakeGold={can(role, "judgeAsExpert")}
            />
            <Paging
              query={query}
              next={next}
              shown={tasks.length}
              total={total}
              noun={t("pagedTasks", { count: total })}
            />
          </>
        )}
      </Card>
    </>
  );
}
