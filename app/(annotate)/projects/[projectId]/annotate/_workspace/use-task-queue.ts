import { useTranslations } from "next-intl";
import { useEffect, useReducer, useRef, useState } from "react";
import { toast } from "sonner";
import type { SubmissionInput } from "../../../../../../lib/annotations/submission.ts";
import type { GoldFeedback } from "../../../../../../lib/quality/feedback.ts";
import { listenToProject } from "../../../../../_components/project-events.ts";
import { Outbox, type OutboxState } from "./outbox.ts";
import { post } from "./request.ts";
import type { OpenTask } from "./task.ts";

/** `fetching`: the next task is on its way. `unreachable`: the server does not answer; tried again by itself. */
type Phase = "working" | "fetching" | "empty" | "unreachable" | "refused";

interface Queue {
  phase: Phase;
  current: OpenTask | null;
  /** Ready to be shown when the current one is done. */
  ahead: OpenTask | null;
  /** Submitted last: may be reopened. */
  last: OpenTask | null;
  reopened: OpenTask | null;
  submitted: number;
  left: number;
  refusal: string;
}

type Action =
  | { type: "submitted" }
  | { type: "skipped" }
  | { type: "arrived"; task: OpenTask }
  | { type: "arrivedAhead"; task: OpenTask }
  | { type: "none" }
  | { type: "fetch" }
  | { type: "unreachable" }
  | { type: "refused"; message: string }
  | { type: "told"; taskId: string }
  | { type: "reopen" }
  | { type: "close" };

function reduce(queue: Queue, action: Action): Queue {
  const { current, ahead, left } = queue;
  const advanced = { current: ahead, ahead: null, phase: ahead ? ("working" as const) : ("fetching" as const) };
  switch (action.type) {
    case "submitted":
      if (queue.reopened) return { ...queue, reopened: null };
      return { ...queue, ...advanced, last: current, submitted: queue.submitted + 1, left: Math.max(0, left - 1) };
    case "skipped":
      return { ...queue, ...advanced, left: Math.max(0, left - 1) };
    case "arrived":
      return { ...queue, current: action.task, phase: "working", left: Math.max(1, left) };
    case "arrivedAhead":
      return action.task.id === current?.id ? queue : { ...queue, ahead: action.task, left: Math.max(2, left) };
    case "none":
      return { ...queue, phase: "empty", left: 0 };
    case "fetch":
      return { ...queue, phase: "fetching", current: null };
    case "unreachable":
      return { ...queue, phase: "unreachable" };
    case "refused":
      return { ...queue, phase: "refused", refusal: action.message };
    case "told":
      // Its answer is known to them now: that judgement stands.
      return queue.last?.id === action.taskId ? { ...queue, last: null } : queue;
    case "reopen":
      return queue.last ? { ...queue, reopened: queue.last } : queue;
    case "close":
      return { ...queue, reopened: null };
  }
}

/** What somebody learns about a task with a known answer that they have just judged. */
export interface TaughtTask {
  task: OpenTask;
  submission: SubmissionInput;
  feedback: GoldFeedback;
}

/** Tasks done since the page was loaded: going back in the browser's history brings an old first task along. */
const finished = new Set<string>();

const retryMilliseconds = 3_000;
/** A lease that ran out is no event: now and then one looks without. */
const lookAgainMilliseconds = 30_000;
const newsAtMostEveryMilliseconds = 1_000;

/**
 * The tasks of one person at work: the current one, the next one fetched meanwhile, and the submissions on their way.
 */
export function useTaskQueue({
  projectId,
  userId,
  first,
  submitted,
  left,
  onClosed,
}: {
  projectId: string;
  userId: string;
  first: OpenTask | null;
  submitted: number;
  left: number;
  /** The person may not go on here before something has been done about it: the page says what. */
  onClosed: () => void;
}) {
  const [queue, dispatch] = useReducer(reduce, {
    phase: first ? "working" : "empty",
    current: first,
    ahead: null,
    last: null,
    reopened: null,
    submitted,
    left,
    refusal: "",
  });
  const [outboxState, setOutboxState] = useState<{ state: OutboxState; count: number }>({ state: "empty", count: 0 });
  const outbox = useRef<Outbox | null>(null);
  const firstId = useRef(first?.id);
  const [taught, setTaught] = useState<TaughtTask | null>(null);
  /** Submitted and not confirmed yet: feedback speaks of their answers. */
  const underWay = useRef(new Map<string, OpenTask>());
  const t = useTranslations("annotate.queue");
  const words = useRef(t);
  words.current = t;
  const closed = useRef(onClosed);
  closed.current = onClosed;

  useEffect(() => {
    const box = new Outbox(userId, {
      onChange: () => setOutboxState({ state: box.state, count: box.count }),
      onAccepted: ({ taskId, submission }, { extra, feedback }) => {
        const task = underWay.current.get(taskId);
        underWay.current.delete(taskId);
        if (feedback && task) {
          setTaught({ task, submission, feedback });
          dispatch({ type: "told", taskId });
        }
        if (extra) toast.info(words.current("extra"));
      },
      onRefused: (_entry, message) => toast.error(words.current("rankingNotTaken", { message }), { duration: 20_000 }),
    });
    outbox.current = box;
    setOutboxState({ state: box.state, count: box.count });
    const stop = box.watch();
    // Done before the page was loaded again, but not arrived yet: the server believes that it is still in hand.
    if (firstId.current && (box.holds(firstId.current) || finished.has(firstId.current))) dispatch({ type: "fetch" });
    void box.flush();
    return stop;
  }, [userId]);

  const { phase, current, ahead } = queue;
  const path = `/api/annotate/projects/${projectId}/next`;

  // The next task, when there is nothing to work on.
  useEffect(() => {
    if (phase === "working" || phase === "refused") return;
    let stopped = false;
    const fetchNext = async () => {
      await outbox.current?.flush();
      if (stopped) return;
      // A submission that has not arrived yet would make the server hand out its task again.
      const blocked = (outbox.current?.count ?? 0) > 0;
      const answer = blocked ? { outcome: "unreachable" as const } : await post<OpenTask>(path, {});
      if (stopped) return;
      if (answer.outcome === "unreachable") dispatch({ type: "unreachable" });
      else if (answer.outcome === "refused") {
        dispatch({ type: "refused", message: answer.message });
        if (answer.reason) closed.current();
      } else if (answer.value) dispatch({ type: "arrived", task: answer.value });
      else if (phase !== "empty") dispatch({ type: "none" });
    };
    const look = () => {
      if (!document.hidden) void fetchNext();
    };
    if (phase === "fetching") void fetchNext();
    const timer = setInterval(look, phase === "empty" ? lookAgainMilliseconds : retryMilliseconds);
    const stopListening =
      phase === "empty"
        ? listenToProject(projectId, ["task"], look, {
            atMostEveryMilliseconds: newsAtMostEveryMilliseconds,
            atOpening: true,
          })
        : undefined;
    return () => {
      stopped = true;
      clearInterval(timer);
      stopListening?.();
    };
  }, [phase, path, projectId]);

  // One more, while somebody works on the current one.
  const currentId = current?.id;
  const hasAhead = ahead !== null;
  useEffect(() => {
    if (!currentId || hasAhead) return;
    let stopped = false;
    let again: ReturnType<typeof setTimeout>;
    const prefetch = async () => {
      await outbox.current?.flush();
      if (stopped) return;
      const blocked = (outbox.current?.count ?? 0) > 0;
      const answer = blocked ? { outcome: "unreachable" as const } : await post<OpenTask>(path, { ahead: true });
      if (stopped) return;
      if (answer.outcome === "unreachable") again = setTimeout(() => void prefetch(), retryMilliseconds);
      else if (answer.outcome === "ok" && answer.value) dispatch({ type: "arrivedAhead", task: answer.value });
    };
    void prefetch();
    return () => {
      stopped = true;
      clearTimeout(again);
    };
  }, [currentId, hasAhead, path]);

  return {
    ...queue,
    outbox: outboxState,
    taught,
    closeTaught: () => setTaught(null),
    /** What is on the screen. */
    shown: queue.reopened ?? queue.current,
    submit(task: OpenTask, submission: SubmissionInput) {
      finished.add(task.id);
      underWay.current.set(task.id, task);
      outbox.current?.add({ taskId: task.id, submission, at: Date.now() });
      dispatch({ type: "submitted" });
    },
    skipped(task: OpenTask) {
      finished.add(task.id);
      dispatch({ type: "skipped" });
    },
    reopenLast: () => dispatch({ type: "reopen" }),
    closeReopened: () => dispatch({ type: "close" }),
    tryAgain: () => dispatch({ type: "fetch" }),
  };
}
