import { SearchX, Users } from "lucide-react";
import type { Metadata } from "next";
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

export const metadata: Metadata = { title: "People" };

const searchSchema = z.object({ search: searchText });

export default async function PeoplePage({
  params,
  searchParams,
}: {
  params: Promise<{ projectId: string }>;
  searchParams: SearchParameters;
}) {
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
        title="People"
        breadcrumb={[{ href: `/projects/${projectId}`, label: project.name }]}
        description="Who takes part in this project, and as what. A change of role counts at once."
        action={<InviteDialog projectId={projectId} />}
      />
      {(people.length > 8 || search) && (
        <FilterBar label="Find people">
          <SearchInput label="Search by name or e-mail" defaultValue={search} />
        </FilterBar>
      )}
      <div className="flex flex-col gap-4">
        <Card flush>
          {people.length === 0 ? (
            <EmptyState icon={search ? SearchX : Users} title={search ? "Nobody matches" : "Nobody is here yet"}>
              {search ? "Try a part of the name or of the e-mail address." : "Invite people by a link."}
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
