import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { listDatasetVersions } from "../../../../../../lib/datasets/list-dataset-versions.ts";
import { siteUrl } from "../../../../../../lib/site-url.ts";
import { authorisePage } from "../../../../../_actions/authorise.ts";
import { type SearchParameters, searchText } from "../../../../../_actions/search-parameters.ts";
import { quantities } from "../../../../../_components/format-quantity.ts";
import { describeOptions } from "../../../../_datasets/options-words.ts";
import { ExportForm } from "./export-form.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("research.exportForm");
  return { title: t("export") };
}

const searchSchema = z.object({ version: searchText });

export default async function ExportPage({
  params,
  searchParams,
}: {
  params: Promise<{ projectId: string }>;
  searchParams: SearchParameters;
}) {
  const { projectId } = await params;
  await authorisePage(projectId, "exportData");
  const { version } = searchSchema.parse(await searchParams);
  const [versions, words, locale] = await Promise.all([
    listDatasetVersions({ projectId }),
    getTranslations("research.optionsFields"),
    getLocale(),
  ]);
  const formats = quantities(locale);
  return (
    <ExportForm
      path={`/api/v1/projects/${projectId}/export`}
      origin={siteUrl("/").replace(/\/$/, "")}
      versions={versions.map(({ id, number, annotationCount, comparisonCount, options }) => ({
        id,
        number,
        annotationCount,
        comparisonCount,
        counts: describeOptions(options, words, formats),
      }))}
      initialVersionId={versions.find(({ id }) => id === version)?.id ?? ""}
    />
  );
}
