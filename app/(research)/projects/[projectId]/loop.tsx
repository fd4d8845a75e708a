import { ArrowRight, CornerDownRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { GenerationProgress } from "../../../../lib/completions/get-generation-progress.ts";
import type { ProjectOverview } from "../../../../lib/projects/get-overview.ts";
import { Progress } from "../../../_components/progress.tsx";
import { useQuantities } from "../../../_components/use-quantities.ts";

/** The way the data goes, station by station, with what is there now. */
export function Loop({
  projectId,
  overview,
  generation,
}: {
  projectId: string;
  overview: ProjectOverview;
  generation: GenerationProgress;
}) {
  const { formatCount, formatPercent } = useQuantities();
  const t = useTranslations("research.loop");
  const stages = useTranslations("research.roundStages");
  const states = useTranslations("research.roundStates");
  const base = `/projects/${projectId}`;
  const { prompts, completions, tasks, annotations, lastRounds, activePolicy } = overview;
  const round = lastRounds.find(({ state }) => state === "running") ?? lastRounds[0];
  return (
    <section aria-label={t("theLoop")} className="rounded-lg border border-border bg-surface">
      <ol className="grid gap-px overflow-hidden rounded-lg bg-border sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-6">
        <Station href={`${base}/prompts`} name={t("prompts")} value={formatCount(prompts.total)}>
          {prompts.total > 0 &&
            t("trainToTrainOnValue", {
              train: formatCount(prompts.train),
              value: formatCount(prompts.validation + prompts.gold),
            })}
        </Station>
        <Station href={`${base}/prompts`} name={t("answers")} value={formatCount(completions)}>
          <GenerationText generation={generation} hasCompletions={completions > 0} />
        </Station>
        <Station href={`${base}/tasks`} name={t("openTasks")} value={formatCount(tasks.open)}>
          {tasks.done + tasks.open > 0 && t("doneDone", { done: formatCount(tasks.done) })}
        </Station>
        <Station href={`${base}/data`} name={t("rankings")} value={formatCount(annotations.total)}>
          {annotations.total > 0 &&
            t("rankingsLately", {
              lastDay: formatCount(annotations.lastDay),
              rankingsNoRoundHasSeen: formatCount(overview.rankingsNoRoundHasSeen),
            })}
        </Station>
        <Station
          href={round ? `${base}/rounds/${round.id}` : `${base}/rounds`}
          name={t("round")}
          value={round ? `${round.number}` : t("noneYet")}
        >
          {round?.state === "running" ? (
            <>
              <Progress
                label={t("roundNumber", { number: round.number })}
                value={round.progress}
                text={formatPercent(round.progress)}
                className="mt-1.5"
              />
              {round.stage ? stages(`${round.stage}.name`) : t("starting")}
            </>
          ) : (
            round && states(`${round.state}.name`)
          )}
        </Station>
        <Station href={`${base}/models`} name={t("activePolicy")} value={activePolicy?.name ?? t("baseModel")} last>
          {activePolicy ? t("itsAnswersAreRankedNext") : t("untrainedARoundMakesThe")}
        </Station>
      </ol>
    </section>
  );
}

function GenerationText({ generation, hasCompletions }: { generation: GenerationProgress; hasCompletions: boolean }) {
  const { formatCount, formatDuration } = useQuantities();
  const t = useTranslations("research.loop");
  const { pendingPrompts, written, total, secondsLeft, failures } = generation;
  if (pendingPrompts > 0) {
    return (
      <>
        <Progress
          label={t("answersBeingWritten")}
          value={written / total}
          text={t("valueToGo", { value: formatCount(total - written) })}
          className="mt-1.5"
        />
        {secondsLeft === null
          ? t("forPrompts", { pendingPrompts })
          : t("aboutSecondsLeftLeft", { secondsLeft: formatDuration(secondsLeft) })}
      </>
    );
  }
  if (failures.length > 0) return t("generationFailures", { count: failures.length });
  return hasCompletions && t("allWritten");
}

function Station({
  href,
  name,
  value,
  last = false,
  children,
}: {
  href: string;
  name: string;
  value: string;
  last?: boolean;
  children: ReactNode;
}) {
  const Way = last ? CornerDownRight : ArrowRight;
  return (
    <li className="relative bg-surface">
      <Link href={href} className="flex h-full flex-col px-4 py-3 transition-colors hover:bg-hover/60">
        <span className="flex items-center justify-between gap-2 text-muted text-sm">
          {name}
          <Way
            aria-hidden
            className={last ? "size-3.5 -scale-x-100 text-border-strong" : "size-3.5 text-border-strong"}
          />
        </span>
        <span className="mt-0.5 truncate font-semibold text-xl tabular-nums">{value}</span>
        <span className="mt-0.5 block min-h-4 text-muted text-sm tabular-nums">{children}</span>
      </Link>
    </li>
  );
}
