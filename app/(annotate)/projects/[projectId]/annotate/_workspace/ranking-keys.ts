import { type Bindings, once } from "./use-shortcuts.ts";

/** The answer whose letter or chip has the keyboard focus. */
function answerInFocus(): string | null {
  const { dataset } = (document.activeElement ?? document.body) as HTMLElement;
  return dataset.answer ?? dataset.chip ?? null;
}

/** Keys of a ranking; see the list in keys-dialog.tsx. */
export function rankingKeys({
  ids,
  isPlaced,
  onPick,
  onMove,
  onTie,
  onSubmit,
}: {
  /** Answers in the order shown: the first has the keys 1 and A. */
  ids: readonly string[];
  isPlaced: (id: string) => boolean;
  onPick: (id: string) => void;
  onMove: (direction: -1 | 1) => void;
  onTie: () => void;
  onSubmit: () => void;
}): Bindings {
  const arrow = (direction: -1 | 1, needsFocus: boolean) => (event: KeyboardEvent) => {
    // Up and down scroll the page, unless an answer's own letter has the focus.
    if (needsFocus && answerInFocus() === null) return;
    event.preventDefault();
    onMove(direction);
  };
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
    Enter: submitUnlessOnControl,
  };
  ids.forEach((id, position) => {
    const press = once(() => onPick(id));
    bindings[String(position + 1)] = press;
    bindings[String.fromCharCode(97 + position)] = press;
  });
  return bindings;
}
