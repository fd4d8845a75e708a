import { PenLine } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { PromptLine } from "../../../../../lib/prompts/list-prompts.ts";
import { Badge } from "../../../../_components/badge.tsx";
import { SplitBadge } from "../../../../_components/split-badge.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../../../_components/table.tsx";
import { TimeAgo } from "../../../../_components/time-ago.tsx";

export function PromptsTable({ projectId, prompts }: { projectId: string; prompts: PromptLine[] }) {
  const t = useTranslations("research.promptsTable");
  return (
    <Table label={t("prompts")}>
      <TableHead>
        <tr>
          <TableHeader className="w-full">{t("prompt")}</TableHeader>
          <TableHeader>{t("side")}</TableHeader>
          <TableHeader numeric>{t("answers")}</TableHeader>
          <TableHeader>{t("tasks")}</TableHeader>
          <TableHeader>{t("added")}</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {prompts.map((prompt) => (
          <PromptRow key={prompt.id} projectId={projectId} prompt={prompt} />
        ))}
      </TableBody>
    </Table>
  );
}

function PromptRow({ projectId, prompt }: { projectId: string; prompt: PromptLine }) {
  const t = useTranslations("research.promptsTable");
  const turns = prompt.messages.filter(({ role }) => role !== "system");
  return (
    <TableRow interactive>
      <TableCell className="min-w-64 max-w-0">
        <Link
          href={`/projects/${projectId}/prompts/${prompt.id}`}
          className="line-clamp-2 break-words after:absolute after:inset-0"
        >
          {turns.at(-1)!.content}
        </Link>
        {(prompt.tags.length > 0 || turns.length > 1) && (
          <span className="mt-1 flex flex-wrap gap-1">
            {turns.length > 1 && <Badge>{t("turnCount", { count: turns.length })}</Badge>}
            {prompt.tags.map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </span>
        )}
      </TableCell>
      <TableCell label={t("side")}>
        <SplitBadge split={prompt.split} />
      </TableCell>
      <TableCell label={t("answers")} numeric>
        {prompt.isGenerating ? (
          <span className="inline-flex items-center gap-1.5 whitespace-nowrap text-running">
            <PenLine aria-hidden className="size-3.5" />
            {t("writing")}
          </span>
        ) : (
          prompt.completionCount
        )}
      </TableCell>
      <TableCell label={t("tasks")} className="whitespace-nowrap text-muted">
        {[
          prompt.openTasks > 0 && t("openTasks", { count: prompt.openTasks }),
          prompt.doneTasks > 0 && t("doneTasks", { count: prompt.doneTasks }),
        ]
          .filter(Boolean)
          .join(", ") || t("none")}
      </TableCell>
      <TableCell label={t("added")} className="text-muted">
        <TimeAgo date={prompt.createdAt} />
      </TableCell>
    </TableRow>
  );
}
