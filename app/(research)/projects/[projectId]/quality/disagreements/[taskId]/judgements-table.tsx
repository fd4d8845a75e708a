import { useTranslations } from "next-intl";
import type { DisputedTask } from "../../../../../../../lib/quality/list-disagreements.ts";
import { classes } from "../../../../../../_components/classes.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../../../../../_components/table.tsx";
import { letterOf, orderInLetters } from "../../_expert/order.ts";

/**
 * What each person decided, one below the other: a column an answer, in it the place it was given. On a phone, where so
 * many columns do not fit, the order in letters says the same.
 */
export function JudgementsTable({ task: { completions, judgements, settled } }: { task: DisputedTask }) {
  const t = useTranslations("research.judgementsTable");
  const rows = [
    ...judgements.map(({ pseudonym, name, ranks, comment }) => ({
      key: pseudonym,
      who: name ?? pseudonym.slice(0, 8),
      isPseudonym: name === null,
      ranks,
      comment,
    })),
    ...(settled ? [{ key: "settled", who: t("settled"), isPseudonym: false, ...settled }] : []),
  ];
  return (
    <Table label={t("rankingsSideBySide")}>
      <TableHead>
        <tr>
          <TableHeader>{t("person")}</TableHeader>
          {completions.map(({ id }, position) => (
            <TableHeader key={id} className="text-center max-sm:hidden">
              <span className="sr-only">{t("placeOfAnswer")} </span>
              {letterOf(position)}
            </TableHeader>
          ))}
          <TableHeader className="w-full">{t("orderAndComment")}</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map(({ key, who, isPseudonym, ranks, comment }) => (
          <TableRow key={key} className={key === "settled" ? "bg-good-soft" : undefined}>
            <TableCell className={classes("whitespace-nowrap", isPseudonym && "font-mono text-sm")}>{who}</TableCell>
            {ranks.map((rank, position) => (
              <TableCell key={completions[position]!.id} className="px-2 text-center max-sm:hidden">
                <span
                  className={classes(
                    "inline-flex size-7 items-center justify-center rounded-md",
                    rank === 1 ? "bg-accent font-semibold text-on-accent" : "bg-inset text-foreground",
                  )}
                >
                  {rank}
                </span>
              </TableCell>
            ))}
            <TableCell className="min-w-48">
              <span className="sm:whitespace-nowrap">{orderInLetters(ranks)}</span>
              {comment && <span className="mt-0.5 block break-words text-muted text-sm">{comment}</span>}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
