import type { Metadata } from "next";
import { authorisePage } from "../../../_actions/authorise.ts";
import { PageHeader } from "../../../_components/page-header.tsx";
import { NewProjectForm } from "./new-project-form.tsx";

export const metadata: Metadata = { title: "New project" };

export default async function NewProjectPage() {
  await authorisePage(null, "manageInstallation");
  return (
    <div className="mx-auto max-w-xl">
      <PageHeader
        title="New project"
        breadcrumb={[{ href: "/projects", label: "Projects" }]}
        description="A project has its own prompts, guidelines, people and models. Everything else has a default and can be set later."
      />
      <NewProjectForm />
    </div>
  );
}
