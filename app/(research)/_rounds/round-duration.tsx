import { useTranslations } from "next-intl";
import type { RoundLine } from "../../../lib/rounds/list-rounds.ts";
import { useQuantities } from "../../_components/use-quantities.ts";

/** How long a round ran, or how long it still will; the wait for its turn is in neither. */
export function RoundDuration({ round: { startedAt, finishedAt, state, secondsLeft } }: { round: RoundLine }) {
  const { formatDuration } = useQuantities();
  const t = useTranslations("research.roundsTable");
  if (finishedAt && startedAt) return formatDuration((finishedAt.getTime() - startedAt.getTime()) / 1000);
  if (state === "running" && secondsLeft !== null) return t("timeLeft", { duration: formatDuration(secondsLeft) });
  return "–";
}
