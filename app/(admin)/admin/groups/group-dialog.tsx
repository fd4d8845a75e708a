"use client";

import { Pencil, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { Role } from "../../../../lib/generated/prisma/enums.ts";
import type { GroupLine } from "../../../../lib/groups/list-groups.ts";
import { Button } from "../../../_components/button.tsx";
import { Dialog, DialogClose } from "../../../_components/dialog.tsx";
import { Field } from "../../../_components/field.tsx";
import { Input, Select } from "../../../_components/input.tsx";
import { Notice } from "../../../_components/notice.tsx";
import { useAction } from "../../../_components/use-action.ts";
import { RoleOptions } from "../../_people/role-options.tsx";
import { storeGroup } from "./actions.ts";

interface Choices {
  people: { id: string; name: string; email: string }[];
  projects: { id: string; name: string }[];
}

/** Makes a group, or changes its name, people and roles. */
export function GroupDialog({ group, people, projects }: Choices & { group: GroupLine | null }) {
  const t = useTranslations("admin.groupDialog");
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      wide
      open={open}
      onOpenChange={setOpen}
      title={group ? group.name : t("newGroup")}
      description={t("description")}
      trigger={
        group ? (
          <Button tone="quiet" size="small" aria-label={t("changeName", { name: group.name })}>
            <Pencil aria-hidden />
            {t("change")}
          </Button>
        ) : (
          <Button tone="primary">
            <Plus aria-hidden />
            {t("newGroup")}
          </Button>
        )
      }
    >
      {open && <GroupForm group={group} people={people} projects={projects} onSaved={() => setOpen(false)} />}
    </Dialog>
  );
}

function GroupForm({ group, people, projects, onSaved }: Choices & { group: GroupLine | null; onSaved: () => void }) {
  const t = useTranslations("admin.groupDialog");
  const [name, setName] = useState(group?.name ?? "");
  const [memberIds, setMemberIds] = useState(() => new Set(group?.members.map(({ id }) => id)));
  const [roles, setRoles] = useState(() => new Map(group?.roles.map(({ projectId, role }) => [projectId, role])));
  const [search, setSearch] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const { pending, run } = useAction();
  const rolesId = useId();
  const wanted = search.trim().toLowerCase();
  const shown = people.filter(
    (person) => memberIds.has(person.id) || `${person.name} ${person.email}`.toLowerCase().includes(wanted),
  );

  const toggle = (id: string) =>
    setMemberIds((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const setRole = (projectId: string, role: Role | null) =>
    setRoles((before) => {
      const after = new Map(before);
      if (role) after.set(projectId, role);
      else after.delete(projectId);
      return after;
    });
  const save = () =>
    run(
      () =>
        storeGroup({
          groupId: group?.id ?? null,
          name,
          memberIds: [...memberIds],
          roles: [...roles].map(([projectId, role]) => ({ projectId, role })),
        }),
      { done: t("savedName", { name }), onDone: onSaved, onFailure: ({ message }) => setFailure(message) },
    );

  return (
    <div className="flex flex-col gap-4">
      {failure && <Notice tone="danger">{failure}</Notice>}
      <Field label={t("name")}>
        <Input value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
      </Field>
      <fieldset className="flex min-w-0 flex-col gap-1.5">
        <legend className="mb-1.5 font-medium">{t("peopleCount", { count: memberIds.size })}</legend>
        {people.length > 8 && (
          <Input
            type="search"
            aria-label={t("findPeople")}
            placeholder={t("findPeopleHint")}
            value={search}
            onChange={(event) => setSearch(event.target.value)}
          />
        )}
        <div className="max-h-48 overflow-y-auto rounded-md border border-border">
          {shown.map((person) => (
            <label key={person.id} className="flex items-center gap-2 px-3 py-1.5 hover:bg-hover">
              <input type="checkbox" checked={memberIds.has(person.id)} onChange={() => toggle(person.id)} />
              <span className="min-w-0 truncate">
                {person.name} <span className="text-muted text-sm">{person.email}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="flex flex-col gap-1.5">
        <span id={rolesId} className="font-medium">
          {t("roleInProjects")}
        </span>
        <ul aria-labelledby={rolesId} className="max-h-48 overflow-y-auto rounded-md border border-border">
          {projects.map((project) => (
            <li key={project.id} className="flex items-center gap-2 px-3 py-1">
              <span className="min-w-0 flex-1 truncate">{project.name}</span>
              <Select
                aria-label={t("roleInName", { name: project.name })}
                className="w-36"
                value={roles.get(project.id) ?? ""}
                onChange={(event) => setRole(project.id, (event.target.value || null) as Role | null)}
              >
                <option value="">{t("none")}</option>
                <RoleOptions />
              </Select>
            </li>
          ))}
        </ul>
      </div>
      <div className="flex justify-end gap-2">
        <DialogClose>
          <Button>{t("cancel")}</Button>
        </DialogClose>
        <Button tone="primary" disabled={pending || name.trim() === ""} onClick={save}>
          {pending ? t("saving") : t("save")}
        </Button>
      </div>
    </div>
  );
}
