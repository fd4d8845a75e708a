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

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** A choice that this browser remembers, such as a layout. While the server renders, and until chosen, `fallback`. */
export function usePreference<Value extends string>(name: string, fallback: Value): [Value, (value: Value) => void] {
  const key = `attune:${name}`;
  const value = useSyncExternalStore(
    subscribe,
    () => (read(key) as Value | null) ?? fallback,
    () => fallback,
  );
  const choose = useCallback(
    (next: Value) => {
      try {
        localStorage.setItem(key, next);
      } catch {
        // Not remembered then.
      }
      window.dispatchEvent(new Event(changed));
    },
    [key],
  );
  return [value, choose];
}
