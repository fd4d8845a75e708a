import Link from "next/link";
import { useTranslations } from "next-intl";
import type { RoundLine } from "../../../../../lib/rounds/list-rounds.ts";
import { Progress } from "../../../../_components/progress.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../../../_components/table.tsx";
import { TimeAgo } from "../../../../_components/time-ago.tsx";
import { useQuantities } from "../../../../_components/use-quantities.ts";
import { RoundDuration } from "../../../_rounds/round-duration.tsx";
import { RoundStateBadge } from "../../../_rounds/round-state-badge.tsx";

export function RoundsTable({ projectId, rounds }: { projectId: string; rounds: RoundLine[] }) {
  const { formatCount, formatFigure, formatSigned, formatPercent } = useQuantities();
  const t = useTranslations("research.roundsTable");
  const stages = useTranslations("research.roundStages");
  return (
    <Table label={t("rounds")}>
      <TableHead>
        <tr>
          <TableHeader>{t("round")}</TableHeader>
          <TableHeader>{t("state")}</TableHeader>
          <TableHeader>{t("reached")}</TableHeader>
          <TableHeader>{t("data")}</TableHeader>
          <TableHeader numeric>{t("gainInReward")}</TableHeader>
          <TableHeader numeric>{t("kLNats")}</TableHeader>
          <TableHeader>{t("made")}</TableHeader>
          <TableHeader>{t("launched")}</TableHeader>
          <TableHeader numeric>{t("took")}</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {rounds.map((round) => (
          <TableRow key={round.id} interactive>
            <TableCell className="whitespace-nowrap">
              <Link
                href={`/projects/${projectId}/rounds/${round.id}`}
                className="font-medium after:absolute after:inset-0"
              >
                {t("roundNumber", { number: round.number })}
              </Link>
            </TableCell>
            <TableCell label={t("state")}>
              <RoundStateBadge state={round.state} />
            </TableCell>
            <TableCell label={t("reached")} className="min-w-36 whitespace-nowrap text-muted">
              {round.stage ? stages(`${round.stage}.name`) : t("notStarted")}
              {round.state === "running" && (
                <Progress
                  label={t("roundNumber", { number: round.number })}
                  value={round.progress}
                  text={formatPercent(round.progress)}
                  className="mt-1"
                />
              )}
            </TableCell>
            <TableCell label={t("data")} className="whitespace-nowrap text-muted">
              {round.dataset
                ? t("versionNumberComparisonsPairs", {
                    number: round.dataset.number,
                    comparisons: formatCount(round.dataset.comparisons),
                  })
                : "–"}
            </TableCell>
            <TableCell label={t("gainInReward")} numeric>
              {round.improvement === null ? "–" : formatSigned(round.improvement)}
            </TableCell>
            <TableCell label={t("kLNats")} numeric>
              {round.kl === null ? "–" : formatFigure(round.kl)}
            </TableCell>
            <TableCell label={t("made")} className="whitespace-nowrap text-muted">
              {round.policyVersion?.name ?? "–"}
            </TableCell>
            <TableCell label={t("launched")} className="whitespace-nowrap text-muted">
              <TimeAgo date={round.createdAt} />
              {!round.createdBy && <span className="block text-sm">{t("byItself")}</span>}
            </TableCell>
            <TableCell label={t("took")} numeric className="whitespace-nowrap text-muted">
              <RoundDuration round={round} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
