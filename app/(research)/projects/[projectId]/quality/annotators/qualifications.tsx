import { CircleCheck, CircleDashed, CircleSlash } from "lucide-react";
import { useTranslations } from "next-intl";
import type { QualificationLine } from "../../../../../../lib/quality/list-qualifications.ts";
import { Badge } from "../../../../../_components/badge.tsx";
import { Card } from "../../../../../_components/card.tsx";
import { classes } from "../../../../../_components/classes.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../../../../_components/table.tsx";
import { useQuantities } from "../../../../../_components/use-quantities.ts";
import { LetInButton } from "./let-in-button.tsx";

const looks = {
  open: { icon: CircleDashed, tone: "neutral" },
  passed: { icon: CircleCheck, tone: "good" },
  failed: { icon: CircleSlash, tone: "warning" },
} as const;

/** Who passed the qualification round, and who waits for somebody to decide. */
export function Qualifications({
  projectId,
  lines,
  needed,
  mayManage,
}: {
  projectId: string;
  lines: readonly QualificationLine[];
  /** Share of pairs to pass. */
  needed: number;
  mayManage: boolean;
}) {
  const { formatPercent } = useQuantities();
  const t = useTranslations("research.qualifications");
  return (
    <Card title={t("qualification")} description={t("whatItAsks", { needed: formatPercent(needed) })} flush>
      <Table label={t("qualification")}>
        <TableHead>
          <tr>
            <TableHeader className="w-full">{t("person")}</TableHeader>
            <TableHeader>{t("outcome")}</TableHeader>
            <TableHeader numeric>{t("pairsRight")}</TableHeader>
            <TableHeader>
              <span className="sr-only">{t("actions")}</span>
            </TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {lines.map(({ userId, name, pseudonym, state, accuracy, tasks, letIn }) => {
            const { icon: Icon, tone } = looks[state];
            const outcome = (
              <Badge tone={tone}>
                <Icon aria-hidden /> {letIn ? t("letIn") : t(state)}
              </Badge>
            );
            const called = name ?? pseudonym.slice(0, 8);
            return (
              <TableRow key={userId}>
                <TableCell className={classes("break-words", !name && "font-mono text-sm")}>{called}</TableCell>
                <TableCell label={t("outcome")} className="whitespace-nowrap">
                  {outcome}
                </TableCell>
                <TableCell label={t("pairsRight")} numeric className="whitespace-nowrap">
                  {accuracy === null ? "–" : formatPercent(accuracy)}
                  {tasks > 0 && <span className="block text-muted text-sm">{t("tasks", { tasks })}</span>}
                </TableCell>
                <TableCell className="text-right">
                  {mayManage && state !== "passed" && (
                    <LetInButton projectId={projectId} userId={userId} name={called} />
                  )}
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </Card>
  );
}
