import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { currentActor } from "../../lib/auth/actor.ts";
import { listProjects } from "../../lib/projects/list-projects.ts";
import { MobileRail } from "./frame/mobile-rail.tsx";
import { Rail } from "./frame/rail.tsx";

/**
 * The frame around admins' and researchers' pages: a rail with what this person's role uses, the page at its right.
 * `projectId` null: pages outside a project. It shows, it does not guard: each page authorises by itself.
 */
export async function AppFrame({ projectId, children }: { projectId: string | null; children: ReactNode }) {
  const t = await getTranslations("shared.appFrame");
  const actor = await currentActor();
  if (!actor) redirect("/sign-in");
  const projects = await listProjects({ actor });
  const project = projects.find(({ id }) => id === projectId) ?? null;
  const content = {
    projects: projects.map(({ id, name, role }) => ({ id, name, role })),
    project: project && { id: project.id, name: project.name, role: project.role },
    person: { name: actor.name, email: actor.email, installationRole: actor.installationRole },
  };
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <a
        href="#content"
        className="sr-only z-50 rounded-md bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t("skipToContent")}
      </a>
      <MobileRail {...content} />
      <aside className="sticky top-0 hidden h-dvh w-56 shrink-0 border-r border-border bg-surface md:block">
        <Rail {...content} />
      </aside>
      <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
        <div className="mx-auto w-full max-w-6xl px-4 py-6 sm:px-8 sm:py-8">{children}</div>
      </main>
    </div>
  );
}
