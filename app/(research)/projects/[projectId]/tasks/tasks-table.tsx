import { Ban, CircleCheck, CircleDashed, Flag, type LucideIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { TaskKind, TaskStatus } from "../../../../../lib/generated/prisma/enums.ts";
import type { TaskLine } from "../../../../../lib/tasks/list-tasks.ts";
import { Badge, type BadgeTone } from "../../../../_components/badge.tsx";
import { ButtonLink } from "../../../../_components/button.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../../../_components/table.tsx";
import { TimeAgo } from "../../../../_components/time-ago.tsx";
import { CancelTask } from "./cancel-task.tsx";
import { DemandDialog } from "./demand-dialog.tsx";

const looks: Record<TaskStatus, { icon: LucideIcon; tone: BadgeTone }> = {
  open: { icon: CircleDashed, tone: "accent" },
  done: { icon: CircleCheck, tone: "good" },
  cancelled: { icon: Ban, tone: "neutral" },
};

export function TasksTable({
  projectId,
  tasks,
  mayManage,
  mayMakeGold,
}: {
  projectId: string;
  tasks: TaskLine[];
  mayManage: boolean;
  mayMakeGold: boolean;
}) {
  const t = useTranslations("research.tasksTable");
  const hasActions = mayManage || mayMakeGold;
  return (
    <Table label={t("tasks")}>
      <TableHead>
        <tr>
          <TableHeader className="w-full">{t("prompt")}</TableHeader>
          <TableHeader>{t("state")}</TableHeader>
          <TableHeader>{t("kind")}</TableHeader>
          <TableHeader numeric>{t("rankings")}</TableHeader>
          <TableHeader>{t("created")}</TableHeader>
          {hasActions && (
            <TableHeader>
              <span className="sr-only">{t("actions")}</span>
            </TableHeader>
          )}
        </tr>
      </TableHead>
      <TableBody>
        {tasks.map((task) => (
          <TableRow key={task.id}>
            <TableCell className="min-w-64 max-w-0">
              <Link
                href={`/projects/${projectId}/prompts/${task.prompt.id}`}
                className="line-clamp-2 break-words hover:underline"
              >
                {task.prompt.text}
              </Link>
              {task.priority !== 0 && (
                <span className="text-muted text-sm">{t("priority", { priority: task.priority })}</span>
              )}
            </TableCell>
            <TableCell label={t("state")}>
              {task.leftOut ? <LeftOutBadge projectId={projectId} /> : <TaskStatusBadge status={task.status} />}
            </TableCell>
            <TableCell label={t("kind")} className="whitespace-nowrap text-muted">
              {t(`kinds.${task.kind}`)}
              {task.completionCount > 0 && ` (${task.completionCount})`}
              {task.roundNumber !== null && (
                <span className="block text-sm">{t("fromRound", { roundNumber: task.roundNumber })}</span>
              )}
            </TableCell>
            <TableCell label={t("rankings")} numeric className="whitespace-nowrap">
              {mayManage && task.status !== "cancelled" ? (
                <DemandDialog
                  // Somebody else may have changed it since.
                  key={`${task.overlap} ${task.priority}`}
                  projectId={projectId}
                  taskId={task.id}
                  text={task.prompt.text}
                  annotationCount={task.annotationCount}
                  overlap={task.overlap}
                  priority={task.priority}
                />
              ) : (
                t("annotationCountOfOverlap", { annotationCount: task.annotationCount, overlap: task.overlap })
              )}
              {task.heldBy > 0 && (
                <span className="block text-muted text-sm">{t("held", { heldBy: task.heldBy })}</span>
              )}
              {task.skips > 0 && <span className="block text-muted text-sm">{t("skips", { skips: task.skips })}</span>}
            </TableCell>
            <TableCell label={t("created")} className="text-muted">
              <TimeAgo date={task.createdAt} />
            </TableCell>
            {hasActions && (
              <TableCell>
                <span className="flex items-center justify-end gap-1">
                  {mayMakeGold && hasKnownAnswer(task.kind) && (
                    <ButtonLink
                      href={`/projects/${projectId}/quality/gold/${task.id}`}
                      size="small"
                      tone="quiet"
                      title={t("sayWhichOrderIsRight")}
                    >
                      {t("makeGold")}
                    </ButtonLink>
                  )}
                  {mayManage && task.status === "open" && !task.leftOut && (
                    <CancelTask projectId={projectId} taskId={task.id} heldBy={task.heldBy} />
                  )}
                </span>
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** Only kinds that order answers have one. */
const hasKnownAnswer = (kind: TaskKind) => kind === "rank" || kind === "compare" || kind === "rate";

function TaskStatusBadge({ status }: { status: TaskStatus }) {
  const t = useTranslations("research.tasksTable.states");
  const { icon: Icon, tone } = looks[status];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {t(status)}
    </Badge>
  );
}

/** Leads to where it can be taken back. */
function LeftOutBadge({ projectId }: { projectId: string }) {
  const t = useTranslations("research.tasksTable");
  return (
    <Link href={`/projects/${projectId}/quality/flags`} title={t("leftOutAfterFlag")}>
      <Badge tone="warning">
        <Flag aria-hidden />
        {t("leftOut")}
      </Badge>
    </Link>
  );
}
