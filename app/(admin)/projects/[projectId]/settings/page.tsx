import type { Metadata } from "next";
import { getMessages, getTranslations } from "next-intl/server";
import { z } from "zod";
import { getProject } from "../../../../../lib/projects/get-project.ts";
import { projectSettings } from "../../../../../lib/projects/settings.ts";
import { listConsentForms } from "../../../../../lib/quality/consent.ts";
import { effectiveSettings } from "../../../../../lib/rounds/effective-settings.ts";
import { roundSettings } from "../../../../../lib/rounds/settings.ts";
import { authorisePage } from "../../../../_actions/authorise.ts";
import { type SearchParameters, searchChoice } from "../../../../_actions/search-parameters.ts";
import { PageHeader } from "../../../../_components/page-header.tsx";
import { schemaFields } from "../../../../_components/settings-form/schema-fields.ts";
import { settingSections } from "../../../../_components/settings-form/setting-words.ts";
import { Tabs } from "../../../../_components/tabs.tsx";
import { ArchiveCard } from "./archive-card.tsx";
import { ConsentForm } from "./consent-form.tsx";
import { NameForm } from "./name-form.tsx";
import { ProjectSettingsForm } from "./project-settings-form.tsx";
import { RoundDefaultsForm } from "./round-defaults-form.tsx";
import { RubricForm } from "./rubric-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin.settingsPage");
  return { title: t("settings") };
}

const tabNames = ["project", "rubric", "consent", "rounds", "general"] as const;
const searchSchema = z.object({ tab: searchChoice(tabNames) });

export default async function SettingsPage({
  params,
  searchParams,
}: {
  params: Promise<{ projectId: string }>;
  searchParams: SearchParameters;
}) {
  const t = await getTranslations("admin.settingsPage");
  const { projectId } = await params;
  const { tab } = searchSchema.parse(await searchParams);
  await authorisePage(projectId, "manageProject");
  const [project, consentVersions, { settings: words }] = await Promise.all([
    getProject({ projectId }),
    listConsentForms({ projectId }),
    getMessages(),
  ]);
  const { round, rubric, ...own } = project.settings;
  const { round: _round, rubric: _rubric, ...defaults } = projectSettings.parse({});
  // A form starts anew from what was saved.
  const version = JSON.stringify(project.settings);
  return (
    <>
      <PageHeader
        title={t("settings")}
        breadcrumb={[{ href: `/projects/${projectId}`, label: project.name }]}
        description={t("whatDiffersFromItsDefault")}
      />
      <Tabs
        label={t("settings")}
        defaultValue={tab ?? "project"}
        tabs={[
          {
            value: "project",
            label: t("project"),
            content: (
              <ProjectSettingsForm
                key={version}
                projectId={projectId}
                sections={settingSections("project", words)}
                fields={Object.fromEntries(schemaFields(projectSettings.omit({ round: true, rubric: true })))}
                current={own}
                defaults={defaults}
              />
            ),
          },
          {
            value: "rubric",
            label: t("rubric"),
            content: <RubricForm key={version} projectId={projectId} current={rubric} />,
          },
          {
            value: "consent",
            label: t("consentForm"),
            content: (
              <ConsentForm key={consentVersions[0]?.id ?? ""} projectId={projectId} versions={consentVersions} />
            ),
          },
          {
            value: "rounds",
            label: t("defaultsOfRounds"),
            content: (
              <RoundDefaultsForm
                key={version}
                projectId={projectId}
                sections={settingSections("round", words)}
                fields={Object.fromEntries(schemaFields(roundSettings))}
                current={effectiveSettings(round, {})}
                defaults={roundSettings.parse({})}
              />
            ),
          },
          {
            value: "general",
            label: t("nameAndArchive"),
            content: (
              <div className="flex flex-col gap-4">
                <NameForm projectId={projectId} name={project.name} description={project.description} />
                <ArchiveCard projectId={projectId} name={project.name} archived={project.archivedAt !== null} />
              </div>
            ),
          },
        ]}
      />
    </>
  );
}
