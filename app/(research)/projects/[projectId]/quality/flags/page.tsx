import { Flag } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { can } from "../../../../../../lib/auth/permissions.ts";
import { type FlaggedTask, type FlagLine, listFlags } from "../../../../../../lib/quality/list-flags.ts";
import { authorisePage } from "../../../../../_actions/authorise.ts";
import { Badge } from "../../../../../_components/badge.tsx";
import { Card } from "../../../../../_components/card.tsx";
import { EmptyState } from "../../../../../_components/empty-state.tsx";
import { useFlagReason } from "../../../../../_components/flag-reasons.ts";
import { TimeAgo } from "../../../../../_components/time-ago.tsx";
import { DecideDialog } from "./decide-dialog.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("research.flagsPage");
  return { title: t("flags") };
}

export default async function FlagsPage({ params }: { params: Promise<{ projectId: string }> }) {
  const t = await getTranslations("research.flagsPage");
  const { projectId } = await params;
  const { role } = await authorisePage(projectId, "viewData");
  const tasks = await listFlags({ projectId, withNames: can(role, "managePeople") });
  const open = tasks.filter(({ isOpen }) => isOpen).length;
  return (
    <Card title={t("flaggedTasks")} description={t("whatAnnotatorsWant", { open })} flush>
      {tasks.length === 0 ? (
        <EmptyState icon={Flag} title={t("nothingIsFlagged")}>
          {t("annotatorsCanFlag")}
        </EmptyState>
      ) : (
        <ul className="divide-y divide-border">
          {tasks.map((task) => (
            <Flagged key={task.taskId} projectId={projectId} task={task} mayDecide={can(role, "judgeAsExpert")} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Flagged({ projectId, task, mayDecide }: { projectId: string; task: FlaggedTask; mayDecide: boolean }) {
  const t = useTranslations("research.flagsPage");
  const { taskId, promptId, text, flags, decision, isOpen } = task;
  const dialog = { projectId, taskId, text };
  return (
    <li className="flex flex-col gap-2 px-4 py-3 sm:flex-row sm:items-start sm:gap-4">
      <div className="min-w-0 flex-1">
        <Link href={`/projects/${projectId}/prompts/${promptId}`} className="line-clamp-2 break-words hover:underline">
          {text}
        </Link>
        <ul className="mt-1 flex flex-col gap-1.5">
          {flags.map((flag) => (
            <FlagWords key={`${flag.pseudonym} ${flag.answer} ${flag.reason}`} flag={flag} />
          ))}
        </ul>
        {decision && (
          <p className="mt-2 flex flex-wrap items-baseline gap-x-2 gap-y-1 text-sm">
            <Badge tone={decision.leavesOut ? "warning" : "neutral"}>
              {decision.leavesOut ? t("leftOut") : t("kept")}
            </Badge>
            {isOpen && <Badge tone="accent">{t("flaggedAgain")}</Badge>}
            <span className="min-w-0 break-words text-muted">{decision.note}</span>
            <span className="text-muted">
              <TimeAgo date={decision.createdAt} />
            </span>
          </p>
        )}
      </div>
      {mayDecide && (
        <div className="flex shrink-0 gap-2">
          {(isOpen || decision?.leavesOut) && <DecideDialog {...dialog} leavesOut={false} />}
          {(isOpen || !decision?.leavesOut) && <DecideDialog {...dialog} leavesOut />}
        </div>
      )}
    </li>
  );
}

function FlagWords({ flag: { reason, note, answer, name, pseudonym, createdAt } }: { flag: FlagLine }) {
  const t = useTranslations("research.flagsPage");
  const reasonWords = useFlagReason();
  return (
    <li className="flex gap-1.5 text-sm">
      <Flag aria-hidden className="mt-0.5 size-3.5 shrink-0 text-warning" />
      <div className="min-w-0">
        <p className="break-words">
          <span className="font-medium">{reasonWords(reason)}</span>
          {note && (
            <>
              : <bdi>{note}</bdi>
            </>
          )}{" "}
          <span className="text-muted">
            {name ?? pseudonym.slice(0, 8)} · <TimeAgo date={createdAt} />
          </span>
        </p>
        {answer !== null && (
          <details className="text-muted">
            <summary className="cursor-pointer hover:text-foreground">{t("theAnswer")}</summary>
            <bdi className="mt-1 block max-h-60 overflow-y-auto whitespace-pre-wrap break-words">
              {answer.slice(0, 4000)}
            </bdi>
          </details>
        )}
      </div>
    </li>
  );
}
