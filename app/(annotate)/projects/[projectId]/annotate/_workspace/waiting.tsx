"use client";

import { CircleCheck, CloudOff, MoonStar, PenLine, TriangleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useEffect } from "react";
import { Button, ButtonLink } from "../../../../../_components/button.tsx";
import { EmptyState } from "../../../../../_components/empty-state.tsx";
import { Progress } from "../../../../../_components/progress.tsx";
import { Skeleton } from "../../../../../_components/skeleton.tsx";
import { useQuantities } from "../../../../../_components/use-quantities.ts";

const progressEveryMilliseconds = 8_000;

/** Answers on their way. */
export interface Writing {
  written: number;
  total: number;
  /** About how long it takes; null where nobody knows. */
  secondsLeft: number | null;
}

/** Why nothing is left, as the server saw it when the page was last read. */
export interface Standstill {
  writing: Writing | null;
  /** When the next task is allowed, for somebody who has had as many as the project gives in a day; else null. */
  dayFullUntil: string | null;
}

/** Nothing to rank now: why, and what happens next. New tasks appear by themselves. */
export function NothingLeft({
  projectId,
  submitted,
  standstill: { writing, dayFullUntil },
}: {
  projectId: string;
  submitted: number;
  standstill: Standstill;
}) {
  const { formatDuration } = useQuantities();
  const t = useTranslations("annotate.waiting");
  const locale = useLocale();
  const router = useRouter();
  const isWriting = writing !== null;
  // What the page knows of the reason is from when it was opened; how far the writing is changes by itself.
  useEffect(() => {
    router.refresh();
    if (!isWriting) return;
    const timer = setInterval(() => !document.hidden && router.refresh(), progressEveryMilliseconds);
    return () => clearInterval(timer);
  }, [router, isWriting]);
  const history = submitted > 0 && (
    <ButtonLink href={`/projects/${projectId}/annotate/history`}>{t("lookAtWhatYouSubmitted")}</ButtonLink>
  );
  if (dayFullUntil) {
    return (
      <EmptyState icon={MoonStar} title={t("dayIsFull")} action={history}>
        {t(isToday(dayFullUntil) ? "dayIsFullToday" : "dayIsFullTomorrow", { time: timeOf(dayFullUntil, locale) })}
      </EmptyState>
    );
  }
  if (writing) {
    return (
      <EmptyState icon={PenLine} title={t("answersAreBeingWritten")} action={history}>
        <p>{t("tasksAppearHereByThemselves")}</p>
        <Progress
          label={t("answersWritten")}
          value={writing.written / writing.total}
          text={[
            t("written", { written: writing.written, total: writing.total }),
            ...(writing.secondsLeft === null ? [] : [t("timeLeft", { time: formatDuration(writing.secondsLeft) })]),
          ].join(" · ")}
          className="mt-4"
        />
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={CircleCheck} title={submitted > 0 ? t("allDoneForNow") : t("noTasksYet")} action={history}>
      {submitted > 0 ? t("youHaveRankedEverythingThere") : t("nothingWaitsToBeRanked")}
    </EmptyState>
  );
}

function isToday(iso: string): boolean {
  return new Date(iso).toDateString() === new Date().toDateString();
}

function timeOf(iso: string, locale: string): string {
  return new Date(iso).toLocaleTimeString(locale, { hour: "2-digit", minute: "2-digit" });
}

export function Unreachable({
  waiting,
  onRetry,
}: {
  /** Submissions kept here. */ waiting: number;
  onRetry: () => void;
}) {
  const t = useTranslations("annotate.waiting");
  return (
    <EmptyState
      icon={CloudOff}
      title={t("theServerDoesNotAnswer")}
      action={<Button onClick={onRetry}>{t("tryAgain")}</Button>}
    >
      {waiting > 0 ? t("keptHere", { waiting }) : t("theNextTaskComesAs")}
    </EmptyState>
  );
}

export function Refused({ message, onRetry }: { message: string; onRetry: () => void }) {
  const t = useTranslations("annotate.waiting");
  return (
    <EmptyState
      icon={TriangleAlert}
      title={t("thereIsNoTaskFor")}
      action={
        <>
          <Button onClick={onRetry}>{t("tryAgain")}</Button>
          <ButtonLink href="/">{t("startPage")}</ButtonLink>
        </>
      }
    >
      {t("messageWhatYouSubmittedIs", { message })}
    </EmptyState>
  );
}

/** The outline of a task. */
export function TaskSkeleton() {
  const t = useTranslations("annotate.waiting");
  return (
    <div role="status" aria-label={t("theNextTaskIsOn")} className="mx-auto w-full max-w-[118rem] px-3 py-6 sm:px-5">
      <Skeleton className="mb-3 h-5 w-40" />
      <Skeleton className="mb-8 h-16 max-w-2xl" />
      <div className="grid gap-4 lg:grid-cols-2">
        {["one", "two", "three", "four"].map((name) => (
          <Skeleton key={name} className="h-56 rounded-xl" />
        ))}
      </div>
    </div>
  );
}
