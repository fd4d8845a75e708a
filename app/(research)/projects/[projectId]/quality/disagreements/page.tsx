import { Scale } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { listDisagreements } from "../../../../../../lib/quality/list-disagreements.ts";
import { authorisePage } from "../../../../../_actions/authorise.ts";
import { Card } from "../../../../../_components/card.tsx";
import { EmptyState } from "../../../../../_components/empty-state.tsx";
import { formatCounted, formatPercent } from "../../../../../_components/format-quantity.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../../../../_components/table.tsx";

export const metadata: Metadata = { title: "Disagreements" };

export default async function DisagreementsPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  await authorisePage(projectId, "viewData");
  const { disagreements, total, settled } = await listDisagreements({ projectId });
  const shown = disagreements.length < total ? ` The ${disagreements.length} worst of ${total} are shown.` : "";
  return (
    <Card
      title="Where people disagree"
      description={`Tasks on which people agree on fewer than two of three pairs, worst first.${shown} Settled so far: ${settled}.`}
      flush
    >
      {disagreements.length === 0 ? (
        <EmptyState icon={Scale} title={settled > 0 ? "All is settled" : "No disagreement to look at"}>
          {settled > 0
            ? "Every task on which people disagreed has been settled. New ones appear here by themselves."
            : "People agree well enough, or no task has been judged by two people yet."}
        </EmptyState>
      ) : (
        <Table label="Disagreements">
          <TableHead>
            <tr>
              <TableHeader className="w-full">Prompt</TableHeader>
              <TableHeader numeric>People</TableHeader>
              <TableHeader numeric>Pairs alike</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {disagreements.map(({ taskId, text, agreement, people }) => (
              <TableRow key={taskId} interactive>
                <TableCell className="min-w-40 max-w-0">
                  <Link
                    href={`/projects/${projectId}/quality/disagreements/${taskId}`}
                    className="line-clamp-2 break-words after:absolute after:inset-0"
                  >
                    {text}
                  </Link>
                </TableCell>
                <TableCell numeric className="whitespace-nowrap text-muted">
                  {formatCounted(people, "person", "people")}
                </TableCell>
                <TableCell numeric className="font-medium">
                  {formatPercent(agreement)}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Card>
  );
}
