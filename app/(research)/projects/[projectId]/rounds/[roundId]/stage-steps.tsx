import { Check, Circle, CircleSlash, LoaderCircle, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { RoundView } from "../../../../../../lib/rounds/get-round.ts";
import { roundStages } from "../../../../../../lib/rounds/settings.ts";
import { classes } from "../../../../../_components/classes.ts";
import { Progress } from "../../../../../_components/progress.tsx";
import { useQuantities } from "../../../../../_components/use-quantities.ts";

type Mark = "done" | "current" | "stopped" | "failed" | "open";

const marks = {
  done: { icon: Check, look: "border-good/40 bg-good-soft text-good" },
  current: { icon: LoaderCircle, look: "border-running/40 bg-running-soft text-running" },
  stopped: { icon: CircleSlash, look: "border-border bg-inset text-muted" },
  failed: { icon: X, look: "border-danger/40 bg-danger-soft text-danger" },
  open: { icon: Circle, look: "border-border bg-surface text-border-strong" },
} as const;

/** Where the round stands: its stages, and below, how far it is and how long it still takes. */
export function StageSteps({ round }: { round: RoundView }) {
  const t = useTranslations("research.stageSteps");
  const words = useTranslations("research.roundStages");
  // Most rounds have no demonstrations to learn from.
  const hasSft = round.stage === "sft" || round.metrics.sft.length > 0;
  const stages = roundStages.filter((stage) => stage !== "sft" || hasSft);
  const reached = round.stage ? stages.indexOf(round.stage) : -1;
  return (
    <section aria-label={t("stages")} className="rounded-lg border border-border bg-surface px-4 py-4">
      <ol className={classes("grid gap-x-4 gap-y-3", hasSft ? "sm:grid-cols-3 lg:grid-cols-6" : "sm:grid-cols-5")}>
        {stages.map((stage, position) => {
          const isLast = position === stages.length - 1;
          const mark = markOf(round, position, reached, isLast);
          const { icon: Icon, look } = marks[mark];
          return (
            <li key={stage} aria-current={mark === "current" ? "step" : undefined} className="flex gap-2.5 sm:flex-col">
              <span className="flex items-center gap-3">
                <span
                  className={classes(
                    "inline-flex size-6 shrink-0 items-center justify-center rounded-full border",
                    look,
                  )}
                >
                  <Icon
                    aria-hidden
                    className={classes("size-3.5", mark === "current" && "animate-spin [animation-duration:2s]")}
                  />
                </span>
                <span
                  aria-hidden
                  className={classes(
                    "hidden h-px flex-1 sm:block",
                    isLast ? "bg-transparent" : mark === "done" ? "bg-good/50" : "bg-border",
                  )}
                />
              </span>
              <div className="min-w-0">
                <p className={classes("font-medium", mark === "open" && "text-muted")}>
                  {words(`${stage}.name`)} <span className="sr-only">({t(`marks.${mark}`)})</span>
                </p>
                <p className="text-muted text-sm">{words(`${stage}.explanation`)}</p>
              </div>
            </li>
          );
        })}
      </ol>
      <Pace round={round} />
    </section>
  );
}

function markOf({ state }: RoundView, position: number, reached: number, isLast: boolean): Mark {
  if (position < reached) return "done";
  if (position > reached) return "open";
  if (state === "running") return "current";
  if (state === "failed" || (state === "rejected" && !isLast)) return "failed";
  if (state === "cancelled") return "stopped";
  return state === "queued" ? "open" : "done";
}

function Pace({ round }: { round: RoundView }) {
  const { formatPercent, formatDuration } = useQuantities();
  const t = useTranslations("research.stageSteps");
  const words = useTranslations("research.roundStages");
  const { state, stage, progress, secondsLeft, ahead, cancelRequestedAt } = round;
  if (state === "queued") {
    return (
      <p className="mt-4 border-t border-border pt-3 text-muted">
        {ahead > 0 ? t("waitsForRounds", { ahead }) : t("waitsForTheTrainerWhich")}
      </p>
    );
  }
  if (state !== "running") return null;
  const left = secondsLeft === null ? t("timeLeftUnknown") : t("aboutLeft", { duration: formatDuration(secondsLeft) });
  return (
    <div className="mt-4 border-t border-border pt-3">
      <Progress label={stage ? words(`${stage}.name`) : t("starting")} value={progress} />
      <p className="mt-1.5 text-muted text-sm tabular-nums">
        {cancelRequestedAt
          ? t("cancellingItStopsWithinSeconds")
          : t("progressOfThisStageLeft", { progress: formatPercent(progress), left })}
      </p>
    </div>
  );
}
