import { FolderOpen } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { currentActor } from "../../../lib/auth/actor.ts";
import { can } from "../../../lib/auth/permissions.ts";
import { listProjects } from "../../../lib/projects/list-projects.ts";
import { AppFrame } from "../../_components/app-frame.tsx";
import { Badge } from "../../_components/badge.tsx";
import { ButtonLink } from "../../_components/button.tsx";
import { EmptyState } from "../../_components/empty-state.tsx";
import { homeOf } from "../../_components/frame/home-of.ts";
import { PageHeader } from "../../_components/page-header.tsx";
import { TimeAgo } from "../../_components/time-ago.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("annotate.projectsPage"))("projects") };
}

export default async function ProjectsPage() {
  const t = await getTranslations("annotate.projectsPage");
  const roles = await getTranslations("shared.roles");
  const actor = await currentActor();
  if (!actor) redirect("/sign-in");
  const mayCreate = can(actor.installationRole, "manageInstallation");
  const projects = await listProjects({ actor, includeArchived: mayCreate });
  const create = (
    <ButtonLink href="/projects/new" tone="primary">
      {t("newProject")}
    </ButtonLink>
  );
  return (
    <AppFrame projectId={null}>
      <PageHeader
        title={t("projects")}
        description={t("aProjectIsOneGuideline")}
        action={mayCreate && projects.length > 0 && create}
      />
      {projects.length === 0 ? (
        <div className="rounded-lg border border-border bg-surface">
          <EmptyState icon={FolderOpen} title={t("noProjectsYet")} action={mayCreate && create}>
            {mayCreate ? t("createOneBringPromptsAnd") : t("youBelongToNoProject")}
          </EmptyState>
        </div>
      ) : (
        <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
          {projects.map((project) => (
            <li
              key={project.id}
              className="relative flex flex-col rounded-lg border border-border bg-surface p-4 transition-colors hover:border-border-strong"
            >
              <div className="flex items-start justify-between gap-3">
                <h2 className="min-w-0 break-words font-medium">
                  <Link href={homeOf(project)} className="after:absolute after:inset-0 after:rounded-lg">
                    {project.name}
                  </Link>
                </h2>
                <Badge>{project.archivedAt ? t("archived") : roles(project.role)}</Badge>
              </div>
              {project.description && <p className="mt-1 line-clamp-3 text-muted">{project.description}</p>}
              <p className="mt-auto pt-3 text-muted text-sm">
                {t.rich("created", { time: () => <TimeAgo date={project.createdAt} /> })}
              </p>
            </li>
          ))}
        </ul>
      )}
    </AppFrame>
  );
}
