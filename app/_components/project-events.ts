/** What kind of thing changed; see lib/events/notify.ts. */
export type LiveEventType = "round" | "generation" | "task" | "model";

const pollWithoutStreamMilliseconds = 10_000;

/**
 * Calls `onNews` when something of these types changes in a project, or may have changed unseen; with `atOpening` also
 * once it listens, for what changed before. At most every so many milliseconds, and not for what comes while the page is hidden, until it is looked at again. While the event stream is
 * down it calls every 10 s instead. Until the returned function is called.
 */
export function listenToProject(
  projectId: string,
  types: readonly LiveEventType[],
  onNews: () => void,
  { atMostEveryMilliseconds, atOpening = false }: { atMostEveryMilliseconds: number; atOpening?: boolean },
): () => void {
  let last = 0;
  let missed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    timer = undefined;
    missed = document.hidden;
    if (missed) return;
    last = Date.now();
    onNews();
  };
  const plan = () => {
    timer ??= setTimeout(tell, Math.max(0, last + atMostEveryMilliseconds - Date.now()));
  };
  const source = new EventSource(`/api/events?projectId=${encodeURIComponent(projectId)}`);
  let opened = atOpening;
  source.addEventListener("change", ({ data }) => {
    const { type } = JSON.parse(data) as { type?: LiveEventType };
    // Without a type: something may have been missed. The first one only says that the stream is open.
    if (type ? types.includes(type) : opened) plan();
    opened = true;
  });
  const poll = setInterval(() => {
    if (source.readyState !== EventSource.OPEN && document.visibilityState === "visible") plan();
  }, pollWithoutStreamMilliseconds);
  const look = () => {
    if (missed && !document.hidden) plan();
  };
  document.addEventListener("visibilitychange", look);
  return () => {
    source.close();
    clearInterval(poll);
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  };
}
