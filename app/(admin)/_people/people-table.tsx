import { Lock, ShieldCheck } from "lucide-react";
import type { PersonLine } from "../../../lib/auth/list-people.ts";
import { Badge } from "../../_components/badge.tsx";
import { formatCount } from "../../_components/format-quantity.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../_components/table.tsx";
import { TimeAgo } from "../../_components/time-ago.tsx";
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
  return (
    <Table label="People">
      <TableHead>
        <tr>
          <TableHeader className="w-full">Person</TableHeader>
          <TableHeader>{projectId ? "Role here" : "Role in every project"}</TableHeader>
          <TableHeader numeric>Rankings</TableHeader>
          <TableHeader>Last ranked</TableHeader>
          <TableHeader>
            <span className="sr-only">Actions</span>
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
                  {person.id === actorId && <Badge>you</Badge>}
                  <AccountState person={person} />
                  {person.viaGroup && <Badge title="A group gives them this role.">by group</Badge>}
                  {person.skills.map((skill) => (
                    <Badge key={skill}>{skill}</Badge>
                  ))}
                </span>
                <span className="block truncate text-muted text-sm">{person.email}</span>
              </TableCell>
              <TableCell>
                {projectId && role === null ? (
                  <InstallationRole role={person.installationRole} />
                ) : (
                  <span className="flex items-center gap-2">
                    <RoleSelect projectId={projectId} userId={person.id} name={person.name} role={role} />
                    {projectId && person.installationRole && <InstallationRole role={person.installationRole} />}
                  </span>
                )}
              </TableCell>
              <TableCell numeric>{formatCount(person.annotationCount)}</TableCell>
              <TableCell className="text-muted">
                {person.lastAnnotationAt ? <TimeAgo date={person.lastAnnotationAt} /> : "never"}
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
  if (!isLocked(person)) return null;
  return (
    <Badge
      tone="warning"
      title={
        person.disabledAt
          ? "Locked by an admin: cannot sign in, tokens do not work."
          : "Too many failed sign-ins: locked for 15 minutes."
      }
    >
      <Lock aria-hidden />
      {person.disabledAt ? "locked" : "locked out"}
    </Badge>
  );
}

function InstallationRole({ role }: { role: PersonLine["installationRole"] }) {
  return (
    <Badge tone="accent" title="Holds for every project of this installation.">
      <ShieldCheck aria-hidden />
      {role} everywhere
    </Badge>
  );
}
