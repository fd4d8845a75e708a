import { Users } from "lucide-react";
import type { Metadata } from "next";
import { getAgreement } from "../../../../../../lib/agreement/get-agreement.ts";
import type { Share } from "../../../../../../lib/agreement/share.ts";
import { authorisePage } from "../../../../../_actions/authorise.ts";
import { Card } from "../../../../../_components/card.tsx";
import { EmptyState } from "../../../../../_components/empty-state.tsx";
import {
  formatCount,
  formatCounted,
  formatDuration,
  formatPercent,
} from "../../../../../_components/format-quantity.ts";
import { Stat, StatRow } from "../../../../../_components/stat.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../../../../_components/table.tsx";
import { ShareBar } from "./share-bar.tsx";

export const metadata: Metadata = { title: "Agreement" };

export default async function AgreementPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  await authorisePage(projectId, "viewData");
  const agreement = await getAgreement({ projectId });
  if (agreement.annotators.length === 0) {
    return (
      <Card flush>
        <EmptyState icon={Users} title="Nothing to compare yet">
          Once people have ranked, this page says how far they agree, how long they take, and whose answers they find
          unacceptable. For agreement a task needs two people: set it in the settings.
        </EmptyState>
      </Card>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <StatRow>
        <Stat
          label="Agreement"
          value={shareText(agreement.decided)}
          detail={decidedDetail(agreement.tasks, agreement.decided)}
        />
        <Stat label="Counting ties" value={shareText(agreement.withTies)} detail="a tie agrees only with a tie" />
        <Stat
          label="Ties"
          value={shareText(agreement.tieShare)}
          detail={`of ${formatCounted(agreement.tieShare.count, "pair")}`}
        />
      </StatRow>
      <p className="max-w-prose text-muted text-sm">
        Agreement is how often two people who both preferred one of two answers preferred the same one; 50 % is chance,
        and careful labellers of chat answers reach about 73 %. The ± is a 95 % interval that counts the pairs of one
        task together.
      </p>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title="None acceptable" description="How often people found no answer of a model good enough." flush>
          <ul className="divide-y divide-border">
            {agreement.noneAcceptable.map(({ model, annotations, share }) => (
              <li key={model} className="px-4 py-2.5">
                <ShareBar label={model} share={share} detail={formatCounted(annotations, "ranking")} />
              </li>
            ))}
          </ul>
        </Card>
        <Card title="Annotators" description="By pseudonym, as in every export." flush>
          <Table label="Annotators">
            <TableHead>
              <tr>
                <TableHeader>Annotator</TableHeader>
                <TableHeader numeric>Rankings</TableHeader>
                <TableHeader numeric>Time each</TableHeader>
                <TableHeader numeric>None acceptable</TableHeader>
              </tr>
            </TableHead>
            <TableBody>
              {agreement.annotators.map((annotator) => (
                <TableRow key={annotator.pseudonym}>
                  <TableCell className="font-mono text-sm" title={annotator.pseudonym}>
                    {annotator.pseudonym.slice(0, 8)}
                  </TableCell>
                  <TableCell numeric>{formatCount(annotator.annotations)}</TableCell>
                  <TableCell numeric>
                    {annotator.meanActiveSeconds === null ? "–" : formatDuration(annotator.meanActiveSeconds)}
                  </TableCell>
                  <TableCell numeric>{formatPercent(annotator.noneAcceptableShare)}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Card>
      </div>
    </div>
  );
}

function shareText({ share, margin }: Share): string {
  if (share === null) return "–";
  return margin === null
    ? formatPercent(share)
    : `${formatPercent(share)} ± ${formatPercent(margin).replace(" %", "")}`;
}

function decidedDetail(tasks: number, decided: Share): string {
  if (tasks === 0) return "no task has two rankings yet";
  return `of ${formatCounted(decided.count, "pair")} in ${formatCounted(tasks, "task")} judged twice or more`;
}
