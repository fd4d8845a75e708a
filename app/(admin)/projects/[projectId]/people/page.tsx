import { SearchX, Users } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { listPeople } from "../../../../../lib/auth/list-people.ts";
import { getProject } from "../../../../../lib/projects/get-project.ts";
import { authorisePage } from "../../../../_actions/authorise.ts";
import { type SearchParameters, searchText } from "../../../../_actions/search-parameters.ts";
import { Card } from "../../../../_components/card.tsx";
import { EmptyState } from "../../../../_components/empty-state.tsx";
import { FilterBar, SearchInput } from "../../../../_components/filter-bar.tsx";
import { PageHeader } from "../../../../_components/page-header.tsx";
import { InviteDialog } from "../../../_people/invite-dialog.tsx";
import { OpenInvitations } from "../../../_people/open-invitations.tsx";
import { PeopleTable } from "../../../_people/people-table.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.peoplePage");
  return { title: t("people") };
}

const searchSchema = z.object({ search: searchText });

export default async function PeoplePage({
  params,
  searchParams,
}: {
  params: Promise<{ projectId: string }>;
  searchParams: SearchParameters;
}) {
  const t = await getTranslations("admin.peoplePage");
  const { projectId } = await params;
  const { actor } = await authorisePage(projectId, "managePeople");
  const { search } = searchSchema.parse(await searchParams);
  const [project, { people, invitations }] = await Promise.all([
    getProject({ projectId }),
    listPeople({ projectId, search }),
  ]);
  return (
    <>
      <PageHeader
        title={t("people")}
        breadcrumb={[{ href: `/projects/${projectId}`, label: project.name }]}
        description={t("whoTakesPartInThis")}
        action={<InviteDialog projectId={projectId} />}
      />
      {(people.length > 8 || search) && (
        <FilterBar label={t("findPeople")}>
          <SearchInput label={t("searchByNameOrE")} defaultValue={search} />
        </FilterBar>
      )}
      <div className="flex flex-col gap-4">
        <Card flush>
          {people.length === 0 ? (
            <EmptyState icon={search ? SearchX : Users} title={search ? t("nobodyMatches") : t("nobodyIsHereYet")}>
              {search ? t("tryAPartOfThe") : t("invitePeopleByALink")}
            </EmptyState>
          ) : (
            <PeopleTable
              projectId={projectId}
              people={people}
              actorId={actor.id}
              actorIsInstallationAdmin={actor.installationRole === "admin"}
              skillTags={project.settings.skillTags}
            />
          )}
        </Card>
        <OpenInvitations projectId={projectId} invitations={invitations} />
      </div>
    </>
  );
}
