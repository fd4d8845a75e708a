import { UsersRound } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
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

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.groupsPage");
  return { title: t("groups") };
}

export default async function GroupsPage() {
  const t = await getTranslations("admin.groupsPage");
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
        title={t("groups")}
        breadcrumb={[{ href: "/admin/people", label: t("peopleOfTheInstallation") }]}
        description={t("peopleWhoAreGivenA")}
        action={<GroupDialog group={null} {...choices} />}
      />
      <Card flush>
        {groups.length === 0 ? (
          <EmptyState icon={UsersRound} title={t("noGroupsYet")}>
            {t("aGroupSparesInvitingThe")}
          </EmptyState>
        ) : (
          <Table label={t("groups")}>
            <TableHead>
              <tr>
                <TableHeader>{t("group")}</TableHeader>
                <TableHeader className="w-full">{t("people")}</TableHeader>
                <TableHeader>{t("roleInProjects")}</TableHeader>
                <TableHeader>
                  <span className="sr-only">{t("actions")}</span>
                </TableHeader>
              </tr>
            </TableHead>
            <TableBody>
              {groups.map((group) => (
                <TableRow key={group.id}>
                  <TableCell className="font-medium">{group.name}</TableCell>
                  <TableCell label={t("people")} className="min-w-52 max-w-0 truncate text-muted">
                    {group.members.map(({ name }) => name).join(", ") || t("nobody")}
                  </TableCell>
                  <TableCell label={t("roleInProjects")} className="max-sm:col-span-full!">
                    <span className="flex max-w-80 flex-wrap gap-1">
                      {group.roles.map(({ projectId, projectName, role }) => (
                        <Badge key={projectId} className="max-w-full whitespace-normal">
                          {t("roleInProjectName", { role, projectName })}
                        </Badge>
                      ))}
                      {group.roles.length === 0 && <span className="text-muted">{t("none")}</span>}
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
