import { FlaskConical } from "lucide-react";
import type { Metadata } from "next";
import { getMessages, getTranslations } from "next-intl/server";
import { z } from "zod";
import { can } from "../../../../../lib/auth/permissions.ts";
import { getProject } from "../../../../../lib/projects/get-project.ts";
import { effectiveSettings } from "../../../../../lib/rounds/effective-settings.ts";
import { getRoundOutlook } from "../../../../../lib/rounds/get-round-outlook.ts";
import { listRounds } from "../../../../../lib/rounds/list-rounds.ts";
import { roundSettings } from "../../../../../lib/rounds/settings.ts";
import { authorisePage } from "../../../../_actions/authorise.ts";
import { type SearchParameters, searchText } from "../../../../_actions/search-parameters.ts";
import { Card } from "../../../../_components/card.tsx";
import { EmptyState } from "../../../../_components/empty-state.tsx";
import { LiveRefresh } from "../../../../_components/live-refresh.tsx";
import { PageHeader } from "../../../../_components/page-header.tsx";
import { Paging } from "../../../../_components/paging.tsx";
import { schemaFields } from "../../../../_components/settings-form/schema-fields.ts";
import { settingSections } from "../../../../_components/settings-form/setting-words.ts";
import { LaunchDialog } from "./launch-dialog.tsx";
import { RoundsTable } from "./rounds-table.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("research.roundsPage");
  return { title: t("rounds") };
}

const searchSchema = z.object({ before: searchText, launch: searchText });
const roundsAtOnce = 50;

export default async function RoundsPage({
  params,
  searchParams,
}: {
  params: Promise<{ projectId: string }>;
  searchParams: SearchParameters;
}) {
  const t = await getTranslations("research.roundsPage");
  const { projectId } = await params;
  const { role } = await authorisePage(projectId, "viewData");
  const { launch, before } = searchSchema.parse(await searchParams);
  const mayRun = can(role, "runRounds");
  const [project, rounds, outlook] = await Promise.all([
    getProject({ projectId }),
    listRounds({ projectId, limit: roundsAtOnce, before: Number(before) || undefined }),
    mayRun ? getRoundOutlook({ projectId }) : null,
  ]);
  const oldest = rounds.at(-1);
  const next = oldest && oldest.number > 1 && rounds.length === roundsAtOnce ? String(oldest.number) : null;
  return (
    <>
      <LiveRefresh projectId={projectId} types={["round"]} />
      <PageHeader
        title={t("rounds")}
        breadcrumb={[{ href: `/projects/${projectId}`, label: project.name }]}
        description={t("aRoundLearnsFromAll")}
        action={
          outlook && (
            <LaunchDialog
              projectId={projectId}
              outlook={outlook}
              sections={settingSections("round", (await getMessages()).settings)}
              fields={Object.fromEntries(schemaFields(roundSettings))}
              dataset={project.settings.dataset}
              defaults={effectiveSettings(project.settings.round, {})}
              initiallyOpen={launch === "open"}
            />
          )
        }
      />
      <Card flush>
        {rounds.length === 0 ? (
          <EmptyState icon={FlaskConical} title={t("noRoundYet")}>
            {mayRun ? t("launchOneAsSoonAs") : t("anAdminOfTheProject")}
          </EmptyState>
        ) : (
          <>
            <RoundsTable projectId={projectId} rounds={rounds} />
            <Paging
              query={{ before }}
              next={next}
              shown={rounds.length}
              noun={t("pagedRounds", { count: rounds.length })}
            />
          </>
        )}
      </Card>
    </>
  );
}
