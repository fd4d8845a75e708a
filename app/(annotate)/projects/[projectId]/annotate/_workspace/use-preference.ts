import { useCallback, useSyncExternalStore } from "react";

const changed = "attune:preference";

function subscribe(listener: () => void) {
  window.addEventListener(changed, listener);
  window.addEventListener("storage", listener);
  return () => {
    window.removeEventListener(changed, listener);
    window.removeEventListener("storage", listener);
  };
}

/** What this browser remembers of a choice; null for nothing. */
export function readPreference(name: string): string | null {
  try {
    return localStorage.getItem(`attune:${name}`);
  } catch {
    return null;
  }
}

export function keepPreference(name: string, value: string): void {
  try {
    localStorage.setItem(`attune:${name}`, value);
  } catch {
    // Not remembered then.
  }
  window.dispatchEvent(new Event(changed));
}

/** A choice that this browser remembers, such as a layout. While the server renders, and until chosen, `fallback`. */
export function usePreference<Value extends string>(name: string, fallback: Value): [Value, (value: Value) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => (readPreference(name) as Value | null) ?? fallback,
    () => fallback,
  );
  const choose = useCallback((next: Value) => keepPreference(name, next), [name]);
  return [value, choose];
}
