import { PenLine } from "lucide-react";
import Link from "next/link";
import type { PromptLine } from "../../../../../lib/prompts/list-prompts.ts";
import { Badge } from "../../../../_components/badge.tsx";
import { formatCounted } from "../../../../_components/format-quantity.ts";
import { SplitBadge } from "../../../../_components/split-badge.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../../../_components/table.tsx";
import { TimeAgo } from "../../../../_components/time-ago.tsx";

export function PromptsTable({ projectId, prompts }: { projectId: string; prompts: PromptLine[] }) {
  return (
    <Table label="Prompts">
      <TableHead>
        <tr>
          <TableHeader className="w-full">Prompt</TableHeader>
          <TableHeader>Side</TableHeader>
          <TableHeader numeric>Answers</TableHeader>
          <TableHeader>Tasks</TableHeader>
          <TableHeader>Added</TableHeader>
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
            {turns.length > 1 && <Badge>{turns.length} turns</Badge>}
            {prompt.tags.map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </span>
        )}
      </TableCell>
      <TableCell>
        <SplitBadge split={prompt.split} />
      </TableCell>
      <TableCell numeric>
        {prompt.isGenerating ? (
          <span className="inline-flex items-center gap-1.5 whitespace-nowrap text-running">
            <PenLine aria-hidden className="size-3.5" />
            writing
          </span>
        ) : (
          prompt.completionCount
        )}
      </TableCell>
      <TableCell className="whitespace-nowrap text-muted">
        {[
          prompt.openTasks > 0 && `${prompt.openTasks} open`,
          prompt.doneTasks > 0 && formatCounted(prompt.doneTasks, "done", "done"),
        ]
          .filter(Boolean)
          .join(", ") || "none"}
      </TableCell>
      <TableCell className="text-muted">
        <TimeAgo date={prompt.createdAt} />
      </TableCell>
    </TableRow>
  );
}
