import { Users } from "lucide-react";
import type { Metadata } from "next";
import { getQuality } from "../../../../../lib/quality/get-quality.ts";
import { authorisePage } from "../../../../_actions/authorise.ts";
import { Card } from "../../../../_components/card.tsx";
import { EmptyState } from "../../../../_components/empty-state.tsx";
import { formatCount, formatCounted } from "../../../../_components/format-quantity.ts";
import { Notice } from "../../../../_components/notice.tsx";
import { AgreementScale } from "./agreement-scale.tsx";
import { ShareRows } from "./share-rows.tsx";
import { StatisticsTable } from "./statistics-table.tsx";

export const metadata: Metadata = { title: "Agreement" };

export default async function QualityPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  await authorisePage(projectId, "viewData");
  const { agreement, annotators, noneAcceptable, judgements, isCut } = await getQuality({
    projectId,
    withNames: false,
  });
  const excluded = annotators.filter(({ exclusion }) => exclusion).length;
  if (judgements === 0) {
    return (
      <Card flush>
        <EmptyState icon={Users} title="Nothing to compare yet">
          Once people have judged answers, this page says how far they agree and how each of them works. For agreement a
          task needs two people: set it in the settings.
        </EmptyState>
      </Card>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {isCut && <Notice>These figures are of the newest {formatCount(judgements)} judgements.</Notice>}
      {excluded > 0 && (
        <Notice>The work of {formatCounted(excluded, "person", "people")} is left out; see Annotators.</Notice>
      )}
      <Card
        title="How often two people agree"
        description={
          agreement.tasks === 0
            ? "No task has been judged by two people yet. Set people a task to 2 or more in the settings."
            : `Of pairs of answers on which both had a preference, how often it was the same: ${formatCounted(agreement.decided.count, "pair")} in ${formatCounted(agreement.tasks, "task")} by ${formatCounted(agreement.people, "person", "people")}.`
        }
      >
        {agreement.tasks > 0 && <AgreementScale share={agreement.decided} />}
      </Card>
      {agreement.tasks > 0 && (
        <>
          <StatisticsTable agreement={agreement} />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <ShareRows
              title="By week"
              description="Week of the later judgement, from Monday."
              empty=""
              rows={agreement.byWeek.map(({ week, ...rest }) => ({ label: week, ...rest }))}
            />
            <ShareRows
              title="By tag"
              description="Tags of the prompts: where people differ most, the guidelines may say too little."
              empty="The judged prompts have no tags."
              rows={agreement.byTag.slice(0, 20).map(({ tag, ...rest }) => ({ label: tag, ...rest }))}
            />
          </div>
        </>
      )}
      <ShareRows
        title="None acceptable"
        description="How often people found no answer of a model good enough."
        empty="No answers have been judged."
        colour="bg-chart-orange"
        rows={noneAcceptable.map(({ model, annotations, share }) => ({
          label: model,
          share: { share, margin: null, count: annotations },
          noun: "ranking",
        }))}
      />
    </div>
  );
}
