import { SearchX } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { listPeople } from "../../../../lib/auth/list-people.ts";
import { authorisePage } from "../../../_actions/authorise.ts";
import { type SearchParameters, searchText } from "../../../_actions/search-parameters.ts";
import { Card } from "../../../_components/card.tsx";
import { EmptyState } from "../../../_components/empty-state.tsx";
import { FilterBar, SearchInput } from "../../../_components/filter-bar.tsx";
import { PageHeader } from "../../../_components/page-header.tsx";
import { InviteDialog } from "../../_people/invite-dialog.tsx";
import { OpenInvitations } from "../../_people/open-invitations.tsx";
import { PeopleTable } from "../../_people/people-table.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.peoplePage");
  return { title: t("peopleOfTheInstallation") };
}

const searchSchema = z.object({ search: searchText });

export default async function InstallationPeoplePage({ searchParams }: { searchParams: SearchParameters }) {
  const t = await getTranslations("admin.peoplePage");
  const { actor } = await authorisePage(null, "manageInstallation");
  const { search } = searchSchema.parse(await searchParams);
  const { people, invitations } = await listPeople({ projectId: null, search });
  return (
    <>
      <PageHeader
        title={t("peopleOfTheInstallation")}
        description={t("everyAccountARoleHere")}
        action={<InviteDialog projectId={null} />}
      />
      <FilterBar label={t("findPeople")}>
        <SearchInput label={t("searchByNameOrE")} defaultValue={search} />
      </FilterBar>
      <div className="flex flex-col gap-4">
        <Card flush>
          {people.length === 0 ? (
            <EmptyState icon={SearchX} title={t("nobodyMatches")}>
              {t("tryAPartOfThe")}
            </EmptyState>
          ) : (
            <PeopleTable projectId={null} people={people} actorId={actor.id} actorIsInstallationAdmin />
          )}
        </Card>
        <OpenInvitations projectId={null} invitations={invitations} />
      </div>
    </>
  );
}
