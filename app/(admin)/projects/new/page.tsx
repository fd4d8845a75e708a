import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { authorisePage } from "../../../_actions/authorise.ts";
import { PageHeader } from "../../../_components/page-header.tsx";
import { NewProjectForm } from "./new-project-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.newPage");
  return { title: t("newProject") };
}

export default async function NewProjectPage() {
  const t = await getTranslations("admin.newPage");
  await authorisePage(null, "manageInstallation");
  return (
    <div className="mx-auto max-w-xl">
      <PageHeader
        title={t("newProject")}
        breadcrumb={[{ href: "/projects", label: t("projects") }]}
        description={t("aProjectHasItsOwn")}
      />
      <NewProjectForm />
    </div>
  );
}
