import { Snowflake } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { can } from "../../../../../../lib/auth/permissions.ts";
import { type DatasetVersionLine, listDatasetVersions } from "../../../../../../lib/datasets/list-dataset-versions.ts";
import { getProject } from "../../../../../../lib/projects/get-project.ts";
import { authorisePage } from "../../../../../_actions/authorise.ts";
import { Card } from "../../../../../_components/card.tsx";
import { EmptyState } from "../../../../../_components/empty-state.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../../../../_components/table.tsx";
import { TimeAgo } from "../../../../../_components/time-ago.tsx";
import { useQuantities } from "../../../../../_components/use-quantities.ts";
import { describeOptions } from "../../../../_datasets/options-words.ts";
import { FreezeDialog } from "./freeze-dialog.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("research.versionsPage");
  return { title: t("datasetVersions") };
}

export default async function DatasetVersionsPage({ params }: { params: Promise<{ projectId: string }> }) {
  const t = await getTranslations("research.versionsPage");
  const { projectId } = await params;
  const { role } = await authorisePage(projectId, "viewData");
  const [versions, { settings }] = await Promise.all([listDatasetVersions({ projectId }), getProject({ projectId })]);
  const freezeDialog = can(role, "exportData") && (
    <FreezeDialog projectId={projectId} current={settings.dataset} mayChange={can(role, "manageProject")} />
  );
  return (
    <Card title={t("datasetVersions")} description={t("rankingsFrozenAsTheyWere")} actions={freezeDialog} flush>
      {versions.length === 0 ? (
        <EmptyState icon={Snowflake} title={t("noVersionYet")}>
          {t("theFirstRoundFreezesOne")}
        </EmptyState>
      ) : (
        <Table label={t("datasetVersions")}>
          <TableHead>
            <tr>
              <TableHeader>{t("version")}</TableHeader>
              <TableHeader numeric>{t("rankings")}</TableHeader>
              <TableHeader numeric>{t("pairs")}</TableHeader>
              <TableHeader numeric>{t("train")}</TableHeader>
              <TableHeader numeric>{t("validation")}</TableHeader>
              <TableHeader numeric>{t("gold")}</TableHeader>
              <TableHeader>{t("rankingsCount")}</TableHeader>
              <TableHeader>{t("rounds")}</TableHeader>
              <TableHeader>{t("hash")}</TableHeader>
              <TableHeader>{t("frozen")}</TableHeader>
              <TableHeader>
                <span className="sr-only">{t("export")}</span>
              </TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {versions.map((version) => (
              <VersionRow key={version.id} projectId={projectId} version={version} />
            ))}
          </TableBody>
        </Table>
      )}
    </Card>
  );
}

function VersionRow({ projectId, version }: { projectId: string; version: DatasetVersionLine }) {
  const formats = useQuantities();
  const { formatCount } = formats;
  const t = useTranslations("research.versionsPage");
  const words = useTranslations("research.optionsFields");
  const { splitCounts } = version;
  return (
    <TableRow>
      <TableCell label={t("version")} className="font-medium">
        {version.number}
      </TableCell>
      <TableCell label={t("rankings")} numeric>
        {formatCount(version.annotationCount)}
      </TableCell>
      <TableCell label={t("pairs")} numeric>
        {formatCount(version.comparisonCount)}
      </TableCell>
      {(["train", "validation", "gold"] as const).map((side) => (
        <TableCell
          label={t(side)}
          key={side}
          numeric
          title={t("promptsPromptsComparisonsPairsDemonstrations", {
            prompts: splitCounts[side].prompts,
            comparisons: splitCounts[side].comparisons,
            demonstrations: splitCounts[side].demonstrations,
          })}
        >
          {formatCount(splitCounts[side].annotations)}
        </TableCell>
      ))}
      <TableCell label={t("rankingsCount")} className="min-w-40 text-muted">
        {describeOptions(version.options, words, formats)}
      </TableCell>
      <TableCell label={t("rounds")}>
        <span className="flex flex-wrap gap-x-2">
          {version.rounds.length === 0 && <span className="text-muted">{t("none")}</span>}
          {version.rounds.map(({ id, number }) => (
            <Link
              key={id}
              href={`/projects/${projectId}/rounds/${id}`}
              className="whitespace-nowrap text-accent-text underline underline-offset-2"
            >
              {t("roundNumber", { number })}
            </Link>
          ))}
        </span>
      </TableCell>
      <TableCell label={t("hash")} className="font-mono text-sm" title={version.hash}>
        {version.hash.slice(0, 12)}
      </TableCell>
      <TableCell label={t("frozen")} className="text-muted">
        <TimeAgo date={version.createdAt} />
      </TableCell>
      <TableCell>
        <Link
          href={`/projects/${projectId}/data/export?version=${version.id}`}
          aria-label={t("exportVersionNumber", { number: version.number })}
          className="text-accent-text underline underline-offset-2"
        >
          {t("export")}
        </Link>
      </TableCell>
    </TableRow>
  );
}
