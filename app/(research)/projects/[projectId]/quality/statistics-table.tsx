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

const kinds = { rank: "places", compare: "graded comparisons", rate: "ratings" } as const;
const metrics = { ordinal: "ordinal", interval: "interval", nominal: "nominal" } as const;

/** The same question by the measures that papers report, each with its interval and how to read it. */
export function StatisticsTable({ agreement }: { agreement: AgreementFigures }) {
  const { withTies } = agreement;
  const bounds = boundsOf(withTies);
  const lines: Line[] = [
    {
      name: "Agreement counting ties",
      estimate:
        withTies.share === null
          ? null
          : { value: withTies.share, low: bounds?.low ?? null, high: bounds?.high ?? null },
      meaning: "As above, over all pairs: a tie agrees only with a tie.",
    },
    ...agreement.alphas.map(({ kind, metric, estimate }) => ({
      name: `Krippendorff's α, ${kinds[kind]}, ${metrics[metric]}`,
      estimate,
      meaning: alphaMeaning[metric],
    })),
    {
      name: "Fleiss' κ",
      estimate: agreement.fleiss,
      meaning:
        "Better, worse or tie for each pair: 0 is chance, 1 perfect. Preferences of people often lie between 0.3 and 0.6.",
    },
    {
      name: "Cohen's κ, mean over pairs of people",
      estimate: agreement.cohen,
      meaning: "The same between two people at a time, each with their own habits.",
    },
    {
      name: "Kendall's τ-b",
      estimate: agreement.tau,
      meaning: "Two rankings of a task beside each other: 1 the same order, 0 unrelated, −1 reversed.",
    },
    {
      name: "Kendall's W",
      estimate: agreement.concordance,
      meaning:
        "All rankings of a task together, three answers or more: 1 all the same. With two people, unrelated ones have 0.5.",
    },
  ];
  return (
    <Card
      title="By other measures"
      description="In parentheses the 95 % interval, from drawing whole tasks anew a thousand times."
      flush
    >
      <Table label="Measures of agreement">
        <TableHead>
          <tr>
            <TableHeader>Measure</TableHeader>
            <TableHeader>Value</TableHeader>
            <TableHeader className="hidden w-full md:table-cell">How to read it</TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {lines.map(({ name, estimate, meaning }) => (
            <TableRow key={name}>
              <TableCell className="md:whitespace-nowrap">
                {name}
                <p className="text-muted text-sm md:hidden">{meaning}</p>
              </TableCell>
              <TableCell className="md:whitespace-nowrap">
                {estimate ? <Interval estimate={estimate.value} low={estimate.low} high={estimate.high} /> : "–"}
              </TableCell>
              <TableCell className="hidden text-muted text-sm md:table-cell">{meaning}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

const alphaMeaning = {
  ordinal:
    "Disagreement by steps between places, against what chance brings: 0 is chance, 1 perfect. Krippendorff asks for 0.8, taste seldom reaches it.",
  interval: "The same, counting how far apart two values are.",
  nominal: "The same, counting only whether two values are equal.",
} as const;
