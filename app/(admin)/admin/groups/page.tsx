import { UsersRound } from "lucide-react";
import type { Metadata } from "next";
import { listPeople } from "../../../../lib/auth/list-people.ts";
import { listGroups } from "../../../../lib/groups/list-groups.ts";
import { listProjects } from "../../../../lib/projects/list-projects.ts";
import { authorisePage } from "../../../_actions/authorise.ts";
import { Badge } from "../../../_components/badge.tsx";
import { Card } from "../../../_components/card.tsx";
import { EmptyState } from "../../../_components/empty-state.tsx";
import { PageHeader } from "../../../_components/page-header.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../../_components/table.tsx";
import { DeleteGroup } from "./delete-group.tsx";
import { GroupDialog } from "./group-dialog.tsx";

export const metadata: Metadata = { title: "Groups" };

export default async function GroupsPage() {
  const { actor } = await authorisePage(null, "manageInstallation");
  const [groups, { people }, projects] = await Promise.all([
    listGroups(),
    listPeople({ projectId: null }),
    listProjects({ actor }),
  ]);
  const choices = {
    people: people.map(({ id, name, email }) => ({ id, name, email })),
    projects: projects.map(({ id, name }) => ({ id, name })),
  };
  return (
    <>
      <PageHeader
        title="Groups"
        breadcrumb={[{ href: "/admin/people", label: "People of the installation" }]}
        description="People who are given a role in a project together. A role given to a person themself goes before the group's."
        action={<GroupDialog group={null} {...choices} />}
      />
      <Card flush>
        {groups.length === 0 ? (
          <EmptyState icon={UsersRound} title="No groups yet">
            A group spares inviting the same people to one project after another.
          </EmptyState>
        ) : (
          <Table label="Groups">
            <TableHead>
              <tr>
                <TableHeader>Group</TableHeader>
                <TableHeader className="w-full">People</TableHeader>
                <TableHeader>Role in projects</TableHeader>
                <TableHeader>
                  <span className="sr-only">Actions</span>
                </TableHeader>
              </tr>
            </TableHead>
            <TableBody>
              {groups.map((group) => (
                <TableRow key={group.id}>
                  <TableCell className="font-medium">{group.name}</TableCell>
                  <TableCell className="min-w-52 max-w-0 truncate text-muted">
                    {group.members.map(({ name }) => name).join(", ") || "nobody"}
                  </TableCell>
                  <TableCell>
                    <span className="flex max-w-80 flex-wrap gap-1">
                      {group.roles.map(({ projectId, projectName, role }) => (
                        <Badge key={projectId}>
                          {role} in {projectName}
                        </Badge>
                      ))}
                      {group.roles.length === 0 && <span className="text-muted">none</span>}
                    </span>
                  </TableCell>
                  <TableCell numeric>
                    <span className="flex justify-end gap-1">
                      <GroupDialog group={group} {...choices} />
                      <DeleteGroup groupId={group.id} name={group.name} />
                    </span>
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
      </Card>
    </>
  );
}
