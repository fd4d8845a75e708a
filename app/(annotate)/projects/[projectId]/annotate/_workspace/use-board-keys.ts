import { type Bindings, useShortcuts } from "./use-shortcuts.ts";

/** The answer whose letter or chip has the keyboard focus. */
function answerInFocus(): string | null {
  const { dataset } = (document.activeElement ?? document.body) as HTMLElement;
  return dataset.answer ?? dataset.chip ?? null;
}

/** The ranking page's keys; see the list in keys-dialog.tsx. */
export function useBoardKeys({
  ids,
  singleKeys,
  isPlaced,
  onPick,
  onMove,
  onTie,
  onNoneAcceptable,
  onFlag,
  onComment,
  onSkip,
  onSubmit,
  onUndo,
}: {
  /** Answers in the order shown: the first has the keys 1 and A. */
  ids: readonly string[];
  singleKeys: boolean;
  isPlaced: (id: string) => boolean;
  onPick: (id: string) => void;
  onMove: (direction: -1 | 1) => void;
  onTie: () => void;
  onNoneAcceptable: () => void;
  onFlag: () => void;
  onComment: () => void;
  onSkip: (() => void) | undefined;
  onSubmit: () => void;
  onUndo: () => void;
}) {
  const arrow = (direction: -1 | 1, needsFocus: boolean) => (event: KeyboardEvent) => {
    // Up and down scroll the page, unless an answer's own letter has the focus.
    if (needsFocus && answerInFocus() === null) return;
    event.preventDefault();
    onMove(direction);
  };
  const once = (act: (() => void) | undefined) =>
    act &&
    ((event: KeyboardEvent) => {
      event.preventDefault();
      if (!event.repeat) act();
    });
  // Enter on a control presses it; only a placed answer's letter has nothing better to do than submit.
  const submitUnlessOnControl = (event: KeyboardEvent) => {
    const answer = answerInFocus();
    const onControl = (event.target as HTMLElement).closest("a, button, summary, [tabindex]") !== null;
    if (answer ? isPlaced(answer) : !onControl || document.activeElement?.id === "task") once(onSubmit)!(event);
  };
  const bindings: Bindings = {
    ArrowLeft: arrow(-1, false),
    ArrowRight: arrow(1, false),
    ArrowUp: arrow(-1, true),
    ArrowDown: arrow(1, true),
    "=": once(onTie),
    n: once(onNoneAcceptable),
    r: once(onFlag),
    m: once(onComment),
    s: once(onSkip),
    "Control+z": once(onUndo),
    "Control+Enter": once(onSubmit),
    Enter: submitUnlessOnControl,
  };
  ids.forEach((id, position) => {
    const press = once(() => onPick(id));
    bindings[String(position + 1)] = press;
    bindings[String.fromCharCode(97 + position)] = press;
  });
  useShortcuts(bindings, { singleKeys });
}
