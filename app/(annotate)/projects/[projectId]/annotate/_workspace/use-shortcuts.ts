import { useEffect, useRef } from "react";

/** A key as the bindings name it, or null for one that is none of ours. */
function nameOf(event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.metaKey) {
    if (event.altKey) return null;
    if (event.key === "Enter") return "Control+Enter";
    return event.key.toLowerCase() === "z" && !event.shiftKey ? "Control+z" : null;
  }
  if (event.altKey) return null;
  if (event.key.length > 1) return event.key;
  if (/[0-9=?]/.test(event.key)) return event.key;
  // Layouts on which digits need Shift: the key itself counts.
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1];
  if (digit && !event.shiftKey) return digit;
  return event.shiftKey ? null : event.key.toLowerCase();
}

// Into a box to tick nobody types.
const typing = "input:not([type='checkbox'], [type='radio']), textarea, select, [contenteditable='true']";
const above = "[role='dialog'][data-modal='true'], [role='alertdialog'], [role='menu']";

export type Bindings = Record<string, ((event: KeyboardEvent) => void) | undefined>;

/** Acts when a key goes down, not while it is held. */
export function once(act: (() => void) | undefined): ((event: KeyboardEvent) => void) | undefined {
  return (
    act &&
    ((event) => {
      event.preventDefault();
      if (!event.repeat) act();
    })
  );
}

/**
 * Keys that work anywhere on the page, unless somebody is typing or a dialog or menu stands above it. `singleKeys` false
 * leaves only those with Control, for people whose software types by itself.
 */
export function useShortcuts(bindings: Bindings, { singleKeys = true }: { singleKeys?: boolean } = {}) {
  const latest = useRef({ bindings, singleKeys });
  useEffect(() => {
    latest.current = { bindings, singleKeys };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const target = event.target as HTMLElement | null;
      if (target?.closest?.(typing) || document.querySelector(above)) return;
      const name = nameOf(event);
      if (name === null || (name.length === 1 && !latest.current.singleKeys)) return;
      latest.current.bindings[name]?.(event);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
