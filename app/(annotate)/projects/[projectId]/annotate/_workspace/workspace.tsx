"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { toast } from "sonner";
import { Sheet } from "../../../../../_components/dialog.tsx";
import type { FrameContent } from "../../../../../_components/frame/navigation.ts";
import { TaskTalk } from "../../../../../_components/task-talk.tsx";
import { AttentionClock } from "./attention.ts";
import { Board } from "./boards.tsx";
import { asRevision, type Decision, decisionOf, newDecision, submissionOf } from "./decision.ts";
import { GoldFeedbackDialog } from "./gold-feedback-dialog.tsx";
import { Guideline } from "./guideline.tsx";
import { KeysDialog } from "./keys-dialog.tsx";
import { type Layout, LayoutChoices } from "./layout-menu.tsx";
import { LeaseStatus } from "./lease-status.tsx";
import { forgetLocally, localDraft } from "./local-draft.ts";
import { post } from "./request.ts";
import { SaveStatus } from "./save-status.tsx";
import { SensitiveGate } from "./sensitive-gate.tsx";
import { upsetting } from "./skip-dialog.tsx";
import type { Judging, OpenTask } from "./task.ts";
import { TopBar } from "./top-bar.tsx";
import { TrialGate, useTrial } from "./trial.tsx";
import { useLease } from "./use-lease.ts";
import { keepPreference, readPreference, usePreference } from "./use-preference.ts";
import { useSavedDraft } from "./use-saved-draft.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { useTaskQueue } from "./use-task-queue.ts";
import { NothingLeft, Refused, type Standstill, TaskSkeleton, Unreachable } from "./waiting.tsx";

export interface WorkspaceProps {
  project: { id: string; name: string; guidelines: string; judging: Judging };
  userId: string;
  person: FrameContent["person"];
  home: string;
  first: OpenTask | null;
  submitted: number;
  left: number;
  leftIsMore: boolean;
  /** The qualification tasks that come before others, while there are some. */
  trial: { done: number; of: number } | null;
  standstill: Standstill;
}

/** The annotator's page: one task after the other, the next one always ready. */
export function Workspace({
  project,
  userId,
  person,
  home,
  first,
  submitted,
  left,
  leftIsMore,
  trial,
  standstill,
}: WorkspaceProps) {
  const t = useTranslations("annotate.workspace");
  const router = useRouter();
  const [closed, setClosed] = useState(false);
  const queue = useTaskQueue({
    projectId: project.id,
    userId,
    first,
    submitted,
    left,
    onClosed: () => setClosed(true),
  });
  // What the last task taught is read first; then the page says why there are no more.
  useEffect(() => {
    if (closed && !queue.taught) router.refresh();
  }, [closed, queue.taught, router]);
  const [layout, setLayout] = usePreference<Layout>("layout", "columns");
  const [scrolling, setScrolling] = usePreference<"together" | "apart">("scrolling", "together");
  const [marking, setMarking] = usePreference<"on" | "off">("differences", "off");
  const [singleKeys, setSingleKeys] = usePreference<"on" | "off">("single-keys", "on");
  const [guideline, setGuideline] = usePreference<"open" | "closed">(`guideline:${project.id}`, "closed");
  const [keysOpen, setKeysOpen] = useState(false);
  const [talkOpen, setTalkOpen] = useState(false);
  /** Tasks whose warning somebody has read. */
  const [warned, setWarned] = useState<ReadonlySet<string>>(new Set());
  const toggleDifferences = () => setMarking(marking === "on" ? "off" : "on");
  const toggleGuideline = () => setGuideline(guideline === "open" ? "closed" : "open");
  useGuidelineOnFirstVisit(project, () => setGuideline("open"));

  const { shown: task, reopened } = queue;
  const trialAt = useTrial(trial, queue.submitted - submitted, task !== null || queue.phase === "empty");
  const [trialBegun, setTrialBegun] = useState(false);
  const sitting = useSitting(task, reopened !== null);
  useShortcuts(
    {
      "?": () => setKeysOpen(true),
      o: toggleGuideline,
      v: toggleDifferences,
      t: task ? () => setTalkOpen(true) : undefined,
      // While a task is on the board, the board undoes first.
      "Control+z": task ? undefined : () => queue.last && queue.reopenLast(),
    },
    { singleKeys: singleKeys === "on" },
  );

  function submit(decision: Decision) {
    if (!task || !sitting) return;
    forgetLocally(task.draftKey);
    sitting.keep(decision);
    queue.submit(task, submissionOf(decision, sitting.clock.seconds()));
    window.scrollTo({ top: 0 });
  }
  async function skip(reason: string) {
    if (!task) return;
    const answer = await post(`/api/annotate/tasks/${task.id}/skip`, { reason });
    if (answer.outcome === "ok") {
      forgetLocally(task.draftKey);
      queue.skipped(task);
      window.scrollTo({ top: 0 });
    } else {
      toast.error(answer.outcome === "refused" ? answer.message : t("theServerDoesNotAnswer"));
    }
  }

  return (
    <div className="flex min-h-dvh flex-col">
      <TopBar
        projectId={project.id}
        projectName={project.name}
        home={home}
        person={person}
        submitted={queue.submitted}
        left={queue.left}
        leftIsMore={leftIsMore}
        trial={trialAt}
        status={
          <>
            <SaveStatus outbox={queue.outbox} draft={sitting?.draftState ?? "clean"} />
            {sitting?.lease && <LeaseStatus lease={sitting.lease} />}
          </>
        }
        layoutChoices={
          <LayoutChoices
            layout={layout}
            onLayout={setLayout}
            scrollTogether={scrolling === "together"}
            onScrollTogether={(together) => setScrolling(together ? "together" : "apart")}
            differences={marking === "on"}
            onDifferences={toggleDifferences}
          />
        }
        guidelineOpen={guideline === "open"}
        onGuideline={toggleGuideline}
        onKeys={() => setKeysOpen(true)}
        onTalk={task ? () => setTalkOpen(true) : null}
        onReopen={queue.last && !reopened ? queue.reopenLast : null}
      />
      <div className="flex flex-1">
        <main className="flex min-w-0 flex-1 flex-col">
          <h1 id="task" tabIndex={-1} className="sr-only">
            {task
              ? reopened
                ? t("submittedTaskReopened")
                : `${t(`title.${task.kind}`)}: ${project.name}`
              : project.name}
          </h1>
          {task && trialAt?.number === 1 && !trialBegun && !reopened ? (
            <TrialGate of={trialAt.of} onBegin={() => setTrialBegun(true)} />
          ) : task && task.sensitiveTags.length > 0 && !reopened && !warned.has(task.id) ? (
            <SensitiveGate
              tags={task.sensitiveTags}
              onShow={() => setWarned(new Set([...warned, task.id]))}
              onSkip={() => void skip(upsetting)}
            />
          ) : task && sitting ? (
            <Board
              key={task.id}
              task={task}
              initial={sitting.initial}
              judging={project.judging}
              differences={marking === "on"}
              clock={sitting.clock}
              layout={layout}
              scrollTogether={scrolling === "together"}
              singleKeys={singleKeys === "on"}
              submitLabel={reopened ? t("submitAgain") : t("submit")}
              onChange={sitting.change}
              onSubmit={submit}
              onSkip={reopened ? undefined : skip}
              onCancel={reopened ? queue.closeReopened : undefined}
              onUndoBeyond={queue.last && !reopened ? queue.reopenLast : undefined}
            />
          ) : (
            <Pause queue={queue} projectId={project.id} standstill={standstill} />
          )}
        </main>
        <Guideline text={project.guidelines} open={guideline === "open"} onClose={() => setGuideline("closed")} />
      </div>
      {queue.taught && <GoldFeedbackDialog taught={queue.taught} onClose={queue.closeTaught} />}
      {talkOpen && task && (
        <Sheet title={t("talkAboutThisTask")} open onOpenChange={setTalkOpen}>
          <TaskTalk taskId={task.id} hint={t("askThoseWhoLeadThe")} />
        </Sheet>
      )}
      {keysOpen && (
        <KeysDialog
          kind={task?.kind ?? "rank"}
          singleKeys={singleKeys === "on"}
          onSingleKeys={(on) => setSingleKeys(on ? "on" : "off")}
          onClose={() => setKeysOpen(false)}
        />
      )}
    </div>
  );
}

/** Between tasks. */
function Pause({
  queue,
  projectId,
  standstill,
}: {
  queue: ReturnType<typeof useTaskQueue>;
  projectId: string;
  standstill: Standstill;
}) {
  switch (queue.phase) {
    case "empty":
      return <NothingLeft projectId={projectId} submitted={queue.submitted} standstill={standstill} />;
    case "unreachable":
      return <Unreachable waiting={queue.outbox.count} onRetry={queue.tryAgain} />;
    case "refused":
      return <Refused message={queue.refusal} onRetry={queue.tryAgain} />;
    default:
      return <TaskSkeleton />;
  }
}

/** What one sitting on a task holds: where it starts, its clock, its drafts. Null without a task. */
function useSitting(task: OpenTask | null, isReopened: boolean) {
  /** Decisions of this visit, by task, so that a task put aside comes back as it was left. */
  const kept = useRef(new Map<string, { decision: Decision; seconds: number }>());
  const start = useMemo(() => {
    if (!task) return null;
    const before = kept.current.get(task.id);
    const draft = localDraft(task.draftKey) ?? task.draft;
    const decision = before?.decision ?? (draft ? decisionOf(task, draft) : newDecision(task));
    return {
      initial: isReopened ? asRevision(decision) : decision,
      clock: new AttentionClock(before?.seconds ?? draft?.activeSeconds ?? 0),
    };
  }, [task, isReopened]);
  const [latest, setLatest] = useState<{ taskId: string; decision: Decision } | null>(null);
  const decision = latest && latest.taskId === task?.id ? latest.decision : (start?.initial ?? null);
  const draftState = useSavedDraft(isReopened ? null : task, decision, start?.initial ?? null, start?.clock ?? null);
  const lease = useLease(isReopened ? null : task, start?.clock ?? null);
  useEffect(() => start?.clock.watch(), [start]);

  const taskId = task?.id;
  const clock = start?.clock;
  const change = useCallback(
    (next: Decision) => {
      if (!taskId || !clock) return;
      kept.current.set(taskId, { decision: next, seconds: clock.seconds() });
      setLatest({ taskId, decision: next });
    },
    [taskId, clock],
  );
  return start && { ...start, lease, draftState, change, keep: change };
}

/** A guideline comes up by itself once; after that it is as it was left. */
function useGuidelineOnFirstVisit({ id, guidelines }: { id: string; guidelines: string }, show: () => void) {
  const latest = useRef(show);
  const exists = guidelines.trim() !== "";
  useEffect(() => {
    if (!exists) return;
    // Read here: while the page hydrates, a preference still has the value that the server rendered.
    const name = `guideline-seen:${id}`;
    if (readPreference(name) === "yes") return;
    latest.current();
    keepPreference(name, "yes");
  }, [id, exists]);
}
