import { Compass } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { can } from "../../../../lib/auth/permissions.ts";
import { getGenerationProgress } from "../../../../lib/completions/get-generation-progress.ts";
import { getOverview } from "../../../../lib/projects/get-overview.ts";
import { getProject } from "../../../../lib/projects/get-project.ts";
import { authorisePage } from "../../../_actions/authorise.ts";
import { ButtonLink } from "../../../_components/button.tsx";
import { Card } from "../../../_components/card.tsx";
import { formatCounted, formatDuration, formatPercent } from "../../../_components/format-quantity.ts";
import { LiveRefresh } from "../../../_components/live-refresh.tsx";
import { Notice } from "../../../_components/notice.tsx";
import { PageHeader } from "../../../_components/page-header.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../../_components/table.tsx";
import { TimeAgo } from "../../../_components/time-ago.tsx";
import { RoundStateBadge } from "../../_rounds/round-state-badge.tsx";
import { roundStageNames } from "../../_rounds/round-words.ts";
import { Loop } from "./loop.tsx";
import { nextStep } from "./next-step.ts";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  const { role } = await authorisePage(projectId, "viewData");
  const [project, overview, generation] = await Promise.all([
    getProject({ projectId }),
    getOverview({ projectId }),
    getGenerationProgress({ projectId }),
  ]);
  const step = nextStep(overview, { projectId, role });
  const { annotations, lastRounds } = overview;
  return (
    <>
      <LiveRefresh projectId={projectId} types={["round", "generation", "task", "model"]} />
      <PageHeader title={project.name} description={project.description || undefined} />
      {project.archivedAt && (
        <Notice
          tone="warning"
          title="This project is archived"
          className="mb-4"
          action={
            can(role, "manageProject") && (
              <ButtonLink href={`/projects/${projectId}/settings?tab=general`}>Restore it</ButtonLink>
            )
          }
        >
          Nobody gets tasks and no round starts. All data is kept.
        </Notice>
      )}
      <div className="flex flex-col gap-4">
        <section
          aria-label="Next"
          className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-lg border border-accent/30 bg-accent-soft px-4 py-3.5"
        >
          <div className="flex min-w-0 items-start gap-3">
            <Compass aria-hidden className="mt-0.5 size-4 shrink-0 text-accent-text" />
            <div className="min-w-0">
              <h2 className="font-medium">
                <span className="text-accent-text">Next: </span>
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
          <Notice
            tone="danger"
            title={`${formatCounted(generation.failures.length, "prompt")} could not be answered in the last day`}
          >
            {generation.failures[0]!.reason || "The sampler gave no reason."} Answers written before are kept. Open{" "}
            <Link
              href={`/projects/${projectId}/prompts/${generation.failures[0]!.promptId}`}
              className="underline underline-offset-2"
            >
              the last of them
            </Link>{" "}
            and generate again.
          </Notice>
        )}
        <div className="grid gap-4 lg:grid-cols-3">
          <Card title="Last rounds" flush className="lg:col-span-2">
            {lastRounds.length === 0 ? (
              <p className="px-4 py-8 text-center text-muted">
                A round learns from the rankings and makes a new policy. None has run yet.
              </p>
            ) : (
              <Table label="Last rounds">
                <TableHead>
                  <tr>
                    <TableHeader>Round</TableHeader>
                    <TableHeader>State</TableHeader>
                    <TableHeader>Reached</TableHeader>
                    <TableHeader>Launched</TableHeader>
                    <TableHeader numeric>Took</TableHeader>
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
                          Round {round.number}
                        </Link>
                      </TableCell>
                      <TableCell>
                        <RoundStateBadge state={round.state} />
                      </TableCell>
                      <TableCell className="whitespace-nowrap text-muted">
                        {round.stage ? roundStageNames[round.stage] : "not started"}
                      </TableCell>
                      <TableCell className="text-muted">
                        <TimeAgo date={round.createdAt} />
                      </TableCell>
                      <TableCell numeric className="whitespace-nowrap text-muted">
                        {round.finishedAt
                          ? formatDuration((round.finishedAt.getTime() - round.createdAt.getTime()) / 1000)
                          : "…"}
                      </TableCell>
                    </TableRow>
                  ))}
                </TableBody>
              </Table>
            )}
          </Card>
          <Card title="People at work">
            {annotations.total === 0 ? (
              <p className="text-muted">
                Nobody has ranked yet.{" "}
                {can(role, "managePeople") && (
                  <Link
                    href={`/projects/${projectId}/people`}
                    className="text-accent-text underline underline-offset-2"
                  >
                    Invite people
                  </Link>
                )}
              </p>
            ) : (
              <dl className="grid grid-cols-[1fr_auto] gap-x-4 gap-y-2 tabular-nums [&_dd]:text-right">
                <dt className="text-muted">Annotators so far</dt>
                <dd>{overview.annotators}</dd>
                <dt className="text-muted">Rankings in the last day</dt>
                <dd>{annotations.lastDay}</dd>
                <dt className="text-muted">No answer was acceptable</dt>
                <dd>{formatPercent(annotations.noneAcceptable / annotations.total)}</dd>
                {overview.tasks.cancelled > 0 && (
                  <>
                    <dt className="text-muted">Cancelled</dt>
                    <dd>{formatCounted(overview.tasks.cancelled, "task")}</dd>
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
