import { Lock, ShieldCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import type { PersonLine } from "../../../lib/auth/list-people.ts";
import { Badge } from "../../_components/badge.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../_components/table.tsx";
import { TimeAgo } from "../../_components/time-ago.tsx";
import { useQuantities } from "../../_components/use-quantities.ts";
import { PersonMenu } from "./person-menu.tsx";
import { RoleSelect } from "./role-select.tsx";

/** People with their roles and what they did; `projectId: null` shows everybody of the installation. */
export function PeopleTable({
  projectId,
  people,
  actorId,
  actorIsInstallationAdmin,
  skillTags = [],
}: {
  projectId: string | null;
  people: PersonLine[];
  actorId: string;
  actorIsInstallationAdmin: boolean;
  /** The project's tags that ask for a skill. */
  skillTags?: string[];
}) {
  const { formatCount } = useQuantities();
  const t = useTranslations("admin.peopleTable");
  return (
    <Table label={t("people")}>
      <TableHead>
        <tr>
          <TableHeader className="w-full">{t("person")}</TableHeader>
          <TableHeader>{projectId ? t("roleHere") : t("roleInEveryProject")}</TableHeader>
          <TableHeader numeric>{t("rankings")}</TableHeader>
          <TableHeader>{t("lastRanked")}</TableHeader>
          <TableHeader>
            <span className="sr-only">{t("actions")}</span>
          </TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {people.map((person) => {
          const role = projectId ? person.role : person.installationRole;
          return (
            <TableRow key={person.id}>
              <TableCell className="min-w-52 max-w-0">
                <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <span className="min-w-0 truncate font-medium">{person.name}</span>
                  {person.id === actorId && <Badge>{t("you")}</Badge>}
                  <AccountState person={person} />
                  {person.viaGroup && <Badge title={t("aGroupGivesThemThis")}>{t("byGroup")}</Badge>}
                  {person.skills.map((skill) => (
                    <Badge key={skill}>{skill}</Badge>
                  ))}
                </span>
                <span className="block truncate text-muted text-sm">{person.email}</span>
              </TableCell>
              <TableCell label={projectId ? t("roleHere") : t("roleInEveryProject")}>
                {projectId && role === null ? (
                  <InstallationRole role={person.installationRole!} />
                ) : (
                  <span className="flex flex-wrap items-center gap-2 sm:flex-nowrap">
                    <RoleSelect projectId={projectId} userId={person.id} name={person.name} role={role} />
                    {projectId && person.installationRole && <InstallationRole role={person.installationRole} />}
                  </span>
                )}
              </TableCell>
              <TableCell label={t("rankings")} numeric>
                {formatCount(person.annotationCount)}
              </TableCell>
              <TableCell label={t("lastRanked")} className="text-muted">
                {person.lastAnnotationAt ? <TimeAgo date={person.lastAnnotationAt} /> : t("never")}
              </TableCell>
              <TableCell numeric>
                <PersonMenu
                  projectId={projectId}
                  userId={person.id}
                  name={person.name}
                  isMember={projectId !== null && person.role !== null}
                  isLocked={isLocked(person)}
                  mayManageAccount={actorIsInstallationAdmin || person.installationRole === null}
                  isSelf={person.id === actorId}
                  viaGroup={person.viaGroup}
                  skills={person.skills}
                  skillTags={skillTags}
                />
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

function isLocked({ disabledAt, lockedUntil }: PersonLine): boolean {
  return disabledAt !== null || (lockedUntil !== null && lockedUntil > new Date());
}

function AccountState({ person }: { person: PersonLine }) {
  const t = useTranslations("admin.peopleTable");
  if (!isLocked(person)) return null;
  return (
    <Badge tone="warning" title={person.disabledAt ? t("lockedByAnAdminCannot") : t("tooManyFailedSignIns")}>
      <Lock aria-hidden />
      {person.disabledAt ? t("locked") : t("lockedOut")}
    </Badge>
  );
}

function InstallationRole({ role }: { role: NonNullable<PersonLine["installationRole"]> }) {
  const t = useTranslations("admin.peopleTable");
  return (
    <Badge tone="accent" title={t("holdsForEveryProjectOf")}>
      <ShieldCheck aria-hidden />
      {t("roleEverywhere", { role })}
    </Badge>
  );
}
