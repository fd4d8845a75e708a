"use client";

import { FolderOpen, Users, UsersRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { AccountMenu } from "./account-menu.tsx";
import { type FrameContent, navigationFor } from "./navigation.ts";
import { NavigationLink } from "./navigation-link.tsx";
import { ProjectSwitcher } from "./project-switcher.tsx";

/** The left rail: project on top, what the role uses below, the account at the bottom. */
export function Rail({ projects, project, person, onNavigate }: FrameContent & { onNavigate?: () => void }) {
  const t = useTranslations("shared.rail");
  const navigation = useTranslations("shared.navigation");
  return (
    <div className="flex h-full flex-col">
      <div className="p-2.5">
        <ProjectSwitcher projects={projects} project={project} mayCreate={person.installationRole === "admin"} />
      </div>
      <nav aria-label={t("main")} className="min-h-0 flex-1 overflow-y-auto px-2.5 pb-4">
        {project &&
          navigationFor(project, navigation).map(({ label, items }) => (
            <NavigationGroup key={label} label={label}>
              {items.map(({ roles: _roles, ...item }) => (
                <NavigationLink key={item.href} item={item} onNavigate={onNavigate} />
              ))}
            </NavigationGroup>
          ))}
        <NavigationGroup label={t("installation")}>
          <NavigationLink
            item={{ href: "/projects", label: t("allProjects"), icon: FolderOpen, exact: true }}
            onNavigate={onNavigate}
          />
          {person.installationRole === "admin" && (
            <>
              <NavigationLink
                item={{ href: "/admin/people", label: t("people"), icon: Users }}
                onNavigate={onNavigate}
              />
              <NavigationLink
                item={{ href: "/admin/groups", label: t("groups"), icon: UsersRound }}
                onNavigate={onNavigate}
              />
            </>
          )}
        </NavigationGroup>
      </nav>
      <div className="border-t border-border p-2.5">
        <AccountMenu person={person} />
      </div>
    </div>
  );
}

function NavigationGroup({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div className="mt-3 first:mt-1">
      <p className="px-2 pb-1 font-medium text-muted text-xs">{label}</p>
      <ul className="flex flex-col gap-px">{children}</ul>
    </div>
  );
}
