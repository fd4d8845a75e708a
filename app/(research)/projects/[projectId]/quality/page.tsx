import { Users } from "lucide-react";
import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { getQuality } from "../../../../../lib/quality/get-quality.ts";
import { authorisePage } from "../../../../_actions/authorise.ts";
import { Card } from "../../../../_components/card.tsx";
import { EmptyState } from "../../../../_components/empty-state.tsx";
import { quantities } from "../../../../_components/format-quantity.ts";
import { Notice } from "../../../../_components/notice.tsx";
import { AgreementScale } from "./agreement-scale.tsx";
import { ShareRows } from "./share-rows.tsx";
import { StatisticsTable } from "./statistics-table.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("research.qualityPage");
  return { title: t("agreement") };
}

export default async function QualityPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { formatCount } = quantities(await getLocale());
  const t = await getTranslations("research.qualityPage");
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
        <EmptyState icon={Users} title={t("nothingToCompareYet")}>
          {t("oncePeopleHaveJudgedAnswers")}
        </EmptyState>
      </Card>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      {isCut && <Notice>{t("theseFiguresAreOfThe", { judgements: formatCount(judgements) })}</Notice>}
      {excluded > 0 && <Notice>{t("theWorkOfExcludedOther", { excluded })}</Notice>}
      <Card
        title={t("howOftenTwoPeopleAgree")}
        description={
          agreement.tasks === 0
            ? t("noTaskHasBeenJudged")
            : t("ofPairsOfAnswersOn", {
                count: agreement.decided.count,
                tasks: agreement.tasks,
                people: agreement.people,
              })
        }
      >
        {agreement.tasks > 0 && <AgreementScale share={agreement.decided} />}
      </Card>
      {agreement.tasks > 0 && (
        <>
          <StatisticsTable agreement={agreement} />
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <ShareRows
              title={t("byWeek")}
              description={t("weekOfTheLaterJudgement")}
              empty=""
              rows={agreement.byWeek.map(({ week, ...rest }) => ({ label: week, ...rest }))}
            />
            <ShareRows
              title={t("byTag")}
              description={t("tagsOfThePromptsWhere")}
              empty={t("theJudgedPromptsHaveNo")}
              rows={agreement.byTag.slice(0, 20).map(({ tag, ...rest }) => ({ label: tag, ...rest }))}
            />
          </div>
        </>
      )}
      <ShareRows
        title={t("noneAcceptable")}
        description={t("howOftenPeopleFoundNo")}
        empty={t("noAnswersHaveBeenJudged")}
        colour="bg-chart-orange"
        rows={noneAcceptable.map(({ model, annotations, share }) => ({
          label: model,
          share: { share, margin: null, count: annotations },
          of: "rankings" as const,
        }))}
      />
    </div>
  );
}
