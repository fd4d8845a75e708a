import { Compass } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { can } from "../../../../lib/auth/permissions.ts";
import { getGenerationProgress } from "../../../../lib/completions/get-generation-progress.ts";
import { getOverview } from "../../../../lib/projects/get-overview.ts";
import { getProject } from "../../../../lib/projects/get-project.ts";
import { authorisePage } from "../../../_actions/authorise.ts";
import { ButtonLink } from "../../../_components/button.tsx";
import { Card } from "../../../_components/card.tsx";
import { quantities } from "../../../_components/format-quantity.ts";
import { LiveRefresh } from "../../../_components/live-refresh.tsx";
import { Notice } from "../../../_components/notice.tsx";
import { PageHeader } from "../../../_components/page-header.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../../_components/table.tsx";
import { TimeAgo } from "../../../_components/time-ago.tsx";
import { translateText } from "../../../_i18n/translate-sentence.ts";
import { RoundDuration } from "../../_rounds/round-duration.tsx";
import { RoundStateBadge } from "../../_rounds/round-state-badge.tsx";
import { Loop } from "./loop.tsx";
import { nextStep } from "./next-step.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("research.overviewPage");
  return { title: t("overview") };
}

export default async function OverviewPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { formatPercent } = quantities(await getLocale());
  const [t, stages] = await Promise.all([
    getTranslations("research.overviewPage"),
    getTranslations("research.roundStages"),
  ]);
  const { projectId } = await params;
  const { role } = await authorisePage(projectId, "viewData");
  const [project, overview, generation] = await Promise.all([
    getProject({ projectId }),
    getOverview({ projectId }),
    getGenerationProgress({ projectId }),
  ]);
  const step = nextStep(overview, { projectId, role }, await getTranslations("research.nextStep"));
  const { annotations, lastRounds } = overview;
  return (
    <>
      <LiveRefresh projectId={projectId} types={["round", "generation", "task", "model"]} />
      <PageHeader title={project.name} description={project.description || undefined} />
      {project.archivedAt && (
        <Notice
          tone="warning"
          title={t("thisProjectIsArchived")}
          className="mb-4"
          action={
            can(role, "manageProject") && (
              <ButtonLink href={`/projects/${projectId}/settings?tab=general`}>{t("restoreIt")}</ButtonLink>
            )
          }
        >
          {t("nobodyGetsTasksAndNo")}
        </Notice>
      )}
      <div className="flex flex-col gap-4">
        <section
          aria-label={t("next")}
          className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-lg border border-accent/30 bg-accent-soft px-4 py-3.5"
        >
          <div className="flex min-w-0 items-start gap-3">
            <Compass aria-hidden className="mt-0.5 size-4 shrink-0 text-accent-text" />
            <div className="min-w-0">
              <h2 className="font-medium">
                <span className="text-accent-text">{t("nextLead")} </span>
                {step.title}
              </h2>
              <p className="text-foreground/80 text-sm">{step.explanation}</p>
            </div>
          </div>
          {step.action && (
            <ButtonLink tone="primary" href={step.action.href}>
              {step.action.label}
            </ButtonLink>
          )}
        </section>
        <Loop projectId={projectId} overview={overview} generation={generation} />
        {generation.failures.length > 0 && (
          <Notice tone="danger" title={t("generationFailures", { count: generation.failures.length })}>
            {translateText(generation.failures[0]!.reason, await getLocale()) || t("theSamplerGaveNoReason")}{" "}
            {t.rich("answersWrittenBefore", {
              link: (words) => (
                <Link
                  href={`/projects/${projectId}/prompts/${generation.failures[0]!.promptId}`}
                  className="underline underline-offset-2"
                >
                  {words}
                </Link>
              ),
            })}
          </Notice>
        )}
        <div className="grid gap-4 lg:grid-cols-3">
          <Card title={t("lastRounds")} flush className="lg:col-span-2">
            {lastRounds.length === 0 ? (
              <p className="px-4 py-8 text-center text-muted">{t("aRoundLearnsFromThe")}</p>
            ) : (
              <Table label={t("lastRounds")}>
                <TableHead>
                  <tr>
                    <TableHeader>{t("round")}</TableHeader>
                    <TableHeader>{t("state")}</TableHeader>
                    <TableHeader>{t("reached")}</TableHeader>
                    <TableHeader>{t("launched")}</TableHeader>
                    <TableHeader numeric>{t("took")}</TableHeader>
                  </tr>
                </TableHead>
                <TableBody>
                  {lastRounds.map((round) => (
                    <TableRow key={round.id} interactive>
                      <TableCell className="whitespace-nowrap">
                        <Link
                          href={`/projects/${projectId}/rounds/${round.id}`}
                          className="font-medium after:absolute after:inset-0"
                        >
                          {t("roundNumber", { number: round.number })}
                        </Link>
                      </TableCell>
                      <TableCell label={t("state")}>
                        <RoundStateBadge state={round.state} />
                      </TableCell>
                      <TableCell label={t("reached")} className="whitespace-nowrap text-muted">
                        {round.stage ? stages(`${round.stage}.name`) : t("notStarted")}
                      </TableCell>
                      <TableCell label={t("launched")} className="text-muted">
                        <TimeAgo date={round.createdAt} />
                      </TableCell>
                      <TableCell label={t("took")} numeric className="whitespace-nowrap text-muted">
                        <RoundDuration round={round} />
                      </TableCell>
                    </TableRow>
                  ))}
                </TableBody>
              </Table>
            )}
          </Card>
          <Card title={t("peopleAtWork")}>
            {annotations.total === 0 ? (
              <p className="text-muted">
                {t("nobodyHasRankedYet")}{" "}
                {can(role, "managePeople") && (
                  <Link
                    href={`/projects/${projectId}/people`}
                    className="text-accent-text underline underline-offset-2"
                  >
                    {t("invitePeople")}
                  </Link>
                )}
              </p>
            ) : (
              <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-2 tabular-nums [&_dd]:text-right">
                <dt className="text-muted">{t("annotatorsSoFar")}</dt>
                <dd>{overview.annotators}</dd>
                <dt className="text-muted">{t("rankingsInTheLastDay")}</dt>
                <dd>{annotations.lastDay}</dd>
                <dt className="text-muted">{t("noAnswerWasAcceptable")}</dt>
                <dd>{formatPercent(annotations.noneAcceptable / annotations.total)}</dd>
                {overview.tasks.cancelled > 0 && (
                  <>
                    <dt className="text-muted">{t("cancelled")}</dt>
                    <dd>{t("cancelledTasks", { cancelled: overview.tasks.cancelled })}</dd>
                  </>
                )}
              </dl>
            )}
          </Card>
        </div>
      </div>
    </>
  );
}
