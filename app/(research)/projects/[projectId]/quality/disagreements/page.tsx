import { Scale } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { listDisagreements } from "../../../../../../lib/quality/list-disagreements.ts";
import { authorisePage } from "../../../../../_actions/authorise.ts";
import { Card } from "../../../../../_components/card.tsx";
import { EmptyState } from "../../../../../_components/empty-state.tsx";
import { quantities } from "../../../../../_components/format-quantity.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../../../../_components/table.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("research.disagreementsPage");
  return { title: t("disagreements") };
}

export default async function DisagreementsPage({ params }: { params: Promise<{ projectId: string }> }) {
  const { formatPercent } = quantities(await getLocale());
  const t = await getTranslations("research.disagreementsPage");
  const { projectId } = await params;
  await authorisePage(projectId, "viewData");
  const { disagreements, total, settled } = await listDisagreements({ projectId });
  const shown = disagreements.length < total ? t("theLengthWorstOfTotal", { length: disagreements.length, total }) : "";
  return (
    <Card title={t("wherePeopleDisagree")} description={t("tasksOnWhichPeopleAgree", { shown, settled })} flush>
      {disagreements.length === 0 ? (
        <EmptyState icon={Scale} title={settled > 0 ? t("allIsSettled") : t("noDisagreementToLookAt")}>
          {settled > 0 ? t("everyTaskOnWhichPeople") : t("peopleAgreeWellEnoughOr")}
        </EmptyState>
      ) : (
        <Table label={t("disagreements")}>
          <TableHead>
            <tr>
              <TableHeader className="w-full">{t("prompt")}</TableHeader>
              <TableHeader numeric>{t("people")}</TableHeader>
              <TableHeader numeric>{t("pairsAlike")}</TableHeader>
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
                <TableCell numeric label={t("people")}>
                  {people}
                </TableCell>
                <TableCell numeric label={t("pairsAlike")} className="font-medium">
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
