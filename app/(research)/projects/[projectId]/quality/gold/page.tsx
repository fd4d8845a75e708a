import { Award } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { can } from "../../../../../../lib/auth/permissions.ts";
import { getProject } from "../../../../../../lib/projects/get-project.ts";
import type { ProjectSettings } from "../../../../../../lib/projects/settings.ts";
import { type GoldLine, listGold } from "../../../../../../lib/quality/gold.ts";
import { authorisePage } from "../../../../../_actions/authorise.ts";
import { Badge } from "../../../../../_components/badge.tsx";
import { ButtonLink } from "../../../../../_components/button.tsx";
import { Card } from "../../../../../_components/card.tsx";
import { EmptyState } from "../../../../../_components/empty-state.tsx";
import { formatCounted, formatPercent } from "../../../../../_components/format-quantity.ts";
import { Notice } from "../../../../../_components/notice.tsx";
import { Stat, StatRow } from "../../../../../_components/stat.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../../../../_components/table.tsx";
import { RetireButton } from "./retire-button.tsx";

export const metadata: Metadata = { title: "Gold tasks" };

export default async function GoldPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  const { role } = await authorisePage(projectId, "viewData");
  const [{ settings }, golds] = await Promise.all([getProject({ projectId }), listGold({ projectId })]);
  const inUse = golds.filter(({ retiredAt }) => !retiredAt).length;
  const mayManage = can(role, "manageProject");
  const mayJudge = can(role, "judgeAsExpert");
  return (
    <div className="flex flex-col gap-4">
      <Rates projectId={projectId} quality={settings.quality} inUse={inUse} mayManage={mayManage} />
      <Card
        title="Gold tasks"
        description="Tasks whose right answer is known. They come among the others and look like them."
        actions={
          mayJudge && (
            <ButtonLink href={`/projects/${projectId}/tasks`} size="small">
              Choose a task
            </ButtonLink>
          )
        }
        flush
      >
        {golds.length === 0 ? (
          <EmptyState icon={Award} title="No gold tasks yet">
            Choose a task from the list of tasks whose order is beyond doubt, press “Make gold” beside it and rank its
            answers. Ten or more make a fair check.
          </EmptyState>
        ) : (
          <GoldTable projectId={projectId} golds={golds} mayJudge={mayJudge} />
        )}
      </Card>
    </div>
  );
}

const feedbackWords = { never: "never", qualification: "in qualification", always: "after each" } as const;

/** How often gold tasks come, and what hangs on them; a word where the settings and the tasks do not fit together. */
function Rates({
  projectId,
  quality,
  inUse,
  mayManage,
}: {
  projectId: string;
  quality: ProjectSettings["quality"];
  inUse: number;
  mayManage: boolean;
}) {
  const { goldShare, repeatShare, feedback, qualificationTasks, qualificationAccuracy } = quality;
  return (
    <>
      <StatRow>
        <Stat label="In use" value={inUse} />
        <Stat label="Share of gold tasks" value={goldShare === 0 ? "off" : formatPercent(goldShare)} />
        <Stat label="Share of repeats" value={repeatShare === 0 ? "off" : formatPercent(repeatShare)} />
        <Stat
          label="Qualification"
          value={qualificationTasks === 0 ? "off" : formatCounted(qualificationTasks, "task")}
          {...(qualificationTasks > 0 ? { detail: `${formatPercent(qualificationAccuracy)} to pass` } : {})}
        />
        <Stat label="People are told" value={feedbackWords[feedback]} />
      </StatRow>
      {qualificationTasks > inUse && (
        <Notice tone="warning">
          Qualification asks for {formatCounted(qualificationTasks, "gold task")}, and only {inUse}{" "}
          {inUse === 1 ? "is" : "are"} in use: people are judged by fewer.
        </Notice>
      )}
      {goldShare === 0 && qualificationTasks === 0 && inUse > 0 && (
        <Notice>Gold tasks are not handed out: their share is 0 and there is no qualification round.</Notice>
      )}
      {mayManage && (
        <p className="-mt-1 text-sm">
          <Link
            href={`/projects/${projectId}/settings?tab=project`}
            className="text-accent-text underline underline-offset-2"
          >
            Change these under Checking people's work
          </Link>
        </p>
      )}
    </>
  );
}

function GoldTable({
  projectId,
  golds,
  mayJudge,
}: {
  projectId: string;
  golds: readonly GoldLine[];
  mayJudge: boolean;
}) {
  return (
    <Table label="Gold tasks">
      <TableHead>
        <tr>
          <TableHeader className="w-full">Prompt and known order</TableHeader>
          <TableHeader numeric>Judged</TableHeader>
          <TableHeader numeric>Pairs right</TableHeader>
          <TableHeader>
            <span className="sr-only">Actions</span>
          </TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {golds.map(({ taskId, promptId, text, groups, explanation, judgedBy, accuracy, retiredAt }) => (
          <TableRow key={taskId} className="align-top">
            <TableCell className="min-w-64 max-w-0 align-top">
              <Link
                href={`/projects/${projectId}/prompts/${promptId}`}
                className="line-clamp-2 break-words hover:underline"
              >
                {text}
              </Link>
              <details className="mt-1 text-muted text-sm">
                <summary className="cursor-pointer hover:text-foreground">Known order</summary>
                <ol className="mt-1 flex list-decimal flex-col gap-1 pl-5">
                  {groups.map((group, place) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a known order never changes
                    <li key={place}>
                      {group.map((answer) => (
                        <span key={answer} className="line-clamp-2 break-words">
                          {answer.slice(0, 400)}
                        </span>
                      ))}
                    </li>
                  ))}
                </ol>
                {explanation && <p className="mt-2 break-words">Told: {explanation}</p>}
              </details>
            </TableCell>
            <TableCell numeric className="align-top">
              {judgedBy}
            </TableCell>
            <TableCell numeric className="align-top font-medium">
              {accuracy.of === 0 ? "–" : formatPercent(accuracy.right / accuracy.of)}
            </TableCell>
            <TableCell className="text-right align-top">
              {retiredAt ? (
                <Badge>retired</Badge>
              ) : (
                mayJudge && <RetireButton projectId={projectId} taskId={taskId} text={text} />
              )}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
