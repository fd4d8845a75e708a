import { ListOrdered, SearchX } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { listAnnotations } from "../../../../../lib/annotations/list-annotations.ts";
import { listPeople } from "../../../../../lib/auth/list-people.ts";
import { can } from "../../../../../lib/auth/permissions.ts";
import { authorisePage } from "../../../../_actions/authorise.ts";
import { type SearchParameters, searchChoice, searchText } from "../../../../_actions/search-parameters.ts";
import { Card } from "../../../../_components/card.tsx";
import { EmptyState } from "../../../../_components/empty-state.tsx";
import { FilterBar } from "../../../../_components/filter-bar.tsx";
import { Select } from "../../../../_components/input.tsx";
import { LiveRefresh } from "../../../../_components/live-refresh.tsx";
import { Paging } from "../../../../_components/paging.tsx";
import { AnnotationsTable } from "./annotations-table.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("research.dataPage");
  return { title: t("rankings") };
}

const searchSchema = z.object({
  mark: searchChoice(["none-acceptable", "flagged"]),
  person: searchText,
  before: searchText,
});

export default async function RankingsPage({
  params,
  searchParams,
}: {
  params: Promise<{ projectId: string }>;
  searchParams: SearchParameters;
}) {
  const t = await getTranslations("research.dataPage");
  const { projectId } = await params;
  const { role } = await authorisePage(projectId, "viewData");
  const query = searchSchema.parse(await searchParams);
  // Names are for those who manage people; researchers see pseudonyms.
  const withNames = can(role, "managePeople");
  const [{ annotations, next, total }, annotators] = await Promise.all([
    listAnnotations({
      projectId,
      withNames,
      before: query.before,
      ...(query.person && withNames ? { userId: query.person } : {}),
      ...(query.mark === "none-acceptable" ? { noneAcceptable: true } : {}),
      ...(query.mark === "flagged" ? { flagged: true } : {}),
    }),
    withNames
      ? listPeople({ projectId }).then(({ people }) => people.filter((person) => person.annotationCount > 0))
      : [],
  ]);
  const filtered = Boolean(query.mark || query.person);
  return (
    <>
      <LiveRefresh projectId={projectId} types={["task"]} />
      <FilterBar label={t("filterRankings")}>
        <Select name="mark" aria-label={t("whichRankings")} defaultValue={query.mark ?? ""} className="w-48">
          <option value="">{t("allRankings")}</option>
          <option value="none-acceptable">{t("noneAcceptable")}</option>
          <option value="flagged">{t("flagged")}</option>
        </Select>
        {annotators.length > 0 && (
          <Select name="person" aria-label={t("annotator")} defaultValue={query.person ?? ""} className="w-56">
            <option value="">{t("byAnybody")}</option>
            {annotators.map(({ id, name, annotationCount }) => (
              <option key={id} value={id}>
                {name} ({annotationCount})
              </option>
            ))}
          </Select>
        )}
      </FilterBar>
      <Card flush>
        {annotations.length === 0 ? (
          <EmptyState
            icon={filtered ? SearchX : ListOrdered}
            title={filtered ? t("noRankingMatches") : t("nobodyHasRankedAnythingYet")}
          >
            {filtered ? (
              <Link href={`/projects/${projectId}/data`} className="text-accent-text underline underline-offset-2">
                {t("showAllRankings")}
              </Link>
            ) : (
              t("rankingsAppearHereAsSoon")
            )}
          </EmptyState>
        ) : (
          <>
            <AnnotationsTable projectId={projectId} annotations={annotations} />
            <Paging
              query={query}
              next={next}
              shown={annotations.length}
              total={total}
              noun={t("pagedRankings", { count: total })}
            />
          </>
        )}
      </Card>
    </>
  );
}
