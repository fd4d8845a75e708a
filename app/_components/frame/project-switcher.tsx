"use client";

import { ChevronsUpDown, Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Logo } from "../logo.tsx";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuSeparator } from "../menu.tsx";
import { homeOf } from "./home-of.ts";
import type { FrameContent } from "./navigation.ts";

/** Which project one is in, and the way to the others. */
export function ProjectSwitcher({
  projects,
  project,
  mayCreate,
}: Pick<FrameContent, "projects" | "project"> & { mayCreate: boolean }) {
  const t = useTranslations("shared.projectSwitcher");
  const router = useRouter();
  return (
    <Menu
      className="w-64"
      trigger={
        <button
          type="button"
          className="flex h-10 w-full items-center gap-2.5 rounded-md px-2 text-left transition-colors hover:bg-hover"
        >
          <Logo className="size-5 shrink-0" />
          <span className="min-w-0 flex-1 truncate font-semibold">{project?.name ?? "Attune"}</span>
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-muted" />
          <span className="sr-only">{t("switchProject")}</span>
        </button>
      }
    >
      <MenuLabel>{projects.length === 0 ? t("noProjectsYet") : t("projects")}</MenuLabel>
      {projects.map(({ id, name, role }) => (
        <MenuChoice key={id} checked={id === project?.id} onSelect={() => router.push(homeOf({ id, role }))}>
          <span className="truncate">{name}</span>
        </MenuChoice>
      ))}
      {mayCreate && (
        <>
          <MenuSeparator />
          <MenuItem onSelect={() => router.push("/projects/new")}>
            <Plus /> {t("newProject")}
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
