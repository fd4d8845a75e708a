"use client";

import { CircleCheck, CloudOff, PenLine, TriangleAlert } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { Button, ButtonLink } from "../../../../../_components/button.tsx";
import { EmptyState } from "../../../../../_components/empty-state.tsx";
import { formatCounted, formatDuration } from "../../../../../_components/format-quantity.ts";
import { Progress } from "../../../../../_components/progress.tsx";
import { Skeleton } from "../../../../../_components/skeleton.tsx";

const refreshMilliseconds = 8_000;

/** Answers on their way. */
export interface Writing {
  written: number;
  total: number;
  /** About how long it takes; null where nobody knows. */
  secondsLeft: number | null;
}

/** Nothing to rank now: why, and what happens next. New tasks appear by themselves. */
export function NothingLeft({
  projectId,
  submitted,
  writing,
}: {
  projectId: string;
  submitted: number;
  writing: Writing | null;
}) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && router.refresh(), refreshMilliseconds);
    return () => clearInterval(timer);
  }, [router]);
  const history = submitted > 0 && (
    <ButtonLink href={`/projects/${projectId}/annotate/history`}>Look at what you submitted</ButtonLink>
  );
  if (writing) {
    return (
      <EmptyState icon={PenLine} title="Answers are being written" action={history}>
        <p>Tasks appear here by themselves as their answers arrive. You can leave this page open.</p>
        <Progress
          label="Answers written"
          value={writing.written / writing.total}
          text={`${writing.written} of ${formatCounted(writing.total, "answer")}${
            writing.secondsLeft === null ? "" : ` · about ${formatDuration(writing.secondsLeft)} left`
          }`}
          className="mt-4"
        />
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={CircleCheck} title={submitted > 0 ? "All done for now" : "No tasks yet"} action={history}>
      {submitted > 0
        ? "You have ranked everything there is for you. When new answers arrive they appear here by themselves."
        : "Nothing waits to be ranked in this project. When answers arrive they appear here by themselves."}
    </EmptyState>
  );
}

export function Unreachable({
  waiting,
  onRetry,
}: {
  /** Submissions kept here. */ waiting: number;
  onRetry: () => void;
}) {
  return (
    <EmptyState
      icon={CloudOff}
      title="The server does not answer"
      action={<Button onClick={onRetry}>Try again</Button>}
    >
      {waiting > 0
        ? `${formatCounted(waiting, "ranking")} ${waiting === 1 ? "is" : "are"} kept in this browser and sent as soon as the connection is back. You can close the page; open it again later in this browser.`
        : "The next task comes as soon as the connection is back. Nothing is lost."}
    </EmptyState>
  );
}

export function Refused({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <EmptyState
      icon={TriangleAlert}
      title="There is no task for you here"
      action={
        <>
          <Button onClick={onRetry}>Try again</Button>
          <ButtonLink href="/">Start page</ButtonLink>
        </>
      }
    >
      {message} What you submitted is stored.
    </EmptyState>
  );
}

/** The outline of a task. */
export function TaskSkeleton() {
  return (
    <div
      role="status"
      aria-label="The next task is on its way"
      className="mx-auto w-full max-w-[118rem] px-3 py-6 sm:px-5"
    >
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
