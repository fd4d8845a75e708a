import { Award } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { can } from "../../../../../../lib/auth/permissions.ts";
import { getProject } from "../../../../../../lib/projects/get-project.ts";
import type { ProjectSettings } from "../../../../../../lib/projects/settings.ts";
import { type GoldLine, listGold } from "../../../../../../lib/quality/gold.ts";
import { authorisePage } from "../../../../../_actions/authorise.ts";
import { Badge } from "../../../../../_components/badge.tsx";
import { ButtonLink } from "../../../../../_components/button.tsx";
import { Card } from "../../../../../_components/card.tsx";
import { EmptyState } from "../../../../../_components/empty-state.tsx";
import { Notice } from "../../../../../_components/notice.tsx";
import { Stat, StatRow } from "../../../../../_components/stat.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../../../../_components/table.tsx";
import { useQuantities } from "../../../../../_components/use-quantities.ts";
import { RetireButton } from "./retire-button.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("research.goldPage");
  return { title: t("goldTasks") };
}

export default async function GoldPage({ params }: { params: Promise<{ projectId: string }> }) {
  const t = await getTranslations("research.goldPage");
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
        title={t("goldTasks")}
        description={t("tasksWhoseRightAnswerIs")}
        actions={
          mayJudge && (
            <ButtonLink href={`/projects/${projectId}/tasks`} size="small">
              {t("chooseATask")}
            </ButtonLink>
          )
        }
        flush
      >
        {golds.length === 0 ? (
          <EmptyState icon={Award} title={t("noGoldTasksYet")}>
            {t("chooseATaskFromThe")}
          </EmptyState>
        ) : (
          <GoldTable projectId={projectId} golds={golds} mayJudge={mayJudge} />
        )}
      </Card>
    </div>
  );
}

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
  const { formatPercent } = useQuantities();
  const t = useTranslations("research.goldPage");
  const { goldShare, repeatShare, feedback, qualificationTasks, qualificationAccuracy } = quality;
  return (
    <>
      <StatRow>
        <Stat label={t("inUse")} value={inUse} />
        <Stat label={t("shareOfGoldTasks")} value={goldShare === 0 ? t("off") : formatPercent(goldShare)} />
        <Stat label={t("shareOfRepeats")} value={repeatShare === 0 ? t("off") : formatPercent(repeatShare)} />
        <Stat
          label={t("qualification")}
          value={qualificationTasks === 0 ? t("off") : t("taskCount", { count: qualificationTasks })}
          {...(qualificationTasks > 0
            ? { detail: t("shareToPass", { share: formatPercent(qualificationAccuracy) }) }
            : {})}
        />
        <Stat label={t("peopleAreTold")} value={t(`feedback.${feedback}`)} />
      </StatRow>
      {qualificationTasks > inUse && (
        <Notice tone="warning">{t("qualificationAsksForMore", { qualificationTasks, inUse })}</Notice>
      )}
      {goldShare === 0 && qualificationTasks === 0 && inUse > 0 && <Notice>{t("goldTasksAreNotHanded")}</Notice>}
      {mayManage && (
        <p className="-mt-1 text-sm">
          <Link
            href={`/projects/${projectId}/settings?tab=project`}
            className="text-accent-text underline underline-offset-2"
          >
            {t("changeTheseUnderCheckingPeople")}
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
  const { formatPercent } = useQuantities();
  const t = useTranslations("research.goldPage");
  return (
    <Table label={t("goldTasks")}>
      <TableHead>
        <tr>
          <TableHeader className="w-full">{t("promptAndKnownOrder")}</TableHeader>
          <TableHeader numeric>{t("judged")}</TableHeader>
          <TableHeader numeric>{t("pairsRight")}</TableHeader>
          <TableHeader>
            <span className="sr-only">{t("actions")}</span>
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
                <summary className="cursor-pointer hover:text-foreground">{t("knownOrder")}</summary>
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
                {explanation && <p className="mt-2 break-words">{t("toldExplanation", { explanation })}</p>}
              </details>
            </TableCell>
            <TableCell label={t("judged")} numeric className="align-top">
              {judgedBy}
            </TableCell>
            <TableCell label={t("pairsRight")} numeric className="align-top font-medium">
              {accuracy.of === 0 ? "–" : formatPercent(accuracy.right / accuracy.of)}
            </TableCell>
            <TableCell className="text-right align-top">
              {retiredAt ? (
                <Badge>{t("retired")}</Badge>
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
