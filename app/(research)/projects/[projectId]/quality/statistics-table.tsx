import { useTranslations } from "next-intl";
import type { Estimate } from "../../../../../lib/agreement/bootstrap.ts";
import type { AgreementFigures } from "../../../../../lib/agreement/measure-agreement.ts";
import { boundsOf } from "../../../../../lib/agreement/share.ts";
import { Card } from "../../../../_components/card.tsx";
import { Interval } from "../../../../_components/interval.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../../../_components/table.tsx";

interface Line {
  name: string;
  estimate: Estimate | null;
  meaning: string;
}

/** The same question by the measures that papers report, each with its interval and how to read it. */
export function StatisticsTable({ agreement }: { agreement: AgreementFigures }) {
  const t = useTranslations("research.statisticsTable");
  const { withTies } = agreement;
  const bounds = boundsOf(withTies);
  const lines: Line[] = [
    {
      name: t("agreementCountingTies"),
      estimate:
        withTies.share === null
          ? null
          : { value: withTies.share, low: bounds?.low ?? null, high: bounds?.high ?? null },
      meaning: t("asAboveOverAllPairs"),
    },
    ...agreement.alphas.map(({ kind, metric, estimate }) => ({
      name: t("alpha", { kind, metric }),
      estimate,
      meaning: t(`alphaMeaning.${metric}`),
    })),
    {
      name: t("fleiss"),
      estimate: agreement.fleiss,
      meaning: t("betterWorseOrTieFor"),
    },
    {
      name: t("cohenSMeanOverPairs"),
      estimate: agreement.cohen,
      meaning: t("theSameBetweenTwoPeople"),
    },
    {
      name: t("kendallSB"),
      estimate: agreement.tau,
      meaning: t("twoRankingsOfATask"),
    },
    {
      name: t("kendallSW"),
      estimate: agreement.concordance,
      meaning: t("allRankingsOfATask"),
    },
  ];
  return (
    <Card title={t("byOtherMeasures")} description={t("inParenthesesThe95Interval")} flush>
      <Table label={t("measuresOfAgreement")}>
        <TableHead>
          <tr>
            <TableHeader>{t("measure")}</TableHeader>
            <TableHeader>{t("value")}</TableHeader>
            <TableHeader className="w-full">{t("howToReadIt")}</TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {lines.map(({ name, estimate, meaning }) => (
            <TableRow key={name}>
              <TableCell className="lg:whitespace-nowrap">{name}</TableCell>
              <TableCell className="whitespace-nowrap">
                {estimate ? <Interval estimate={estimate.value} low={estimate.low} high={estimate.high} /> : "–"}
              </TableCell>
              <TableCell className="text-muted text-sm">{meaning}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
