import type { Draft } from "../../../../../../lib/tasks/draft.ts";

// A draft that the server has not confirmed yet lies here: a closed tab or a lost connection loses nothing.

const key = (draftKey: string) => `attune:draft:${draftKey}`;

export function keepLocally(draftKey: string, draft: Draft): void {
  try {
    localStorage.setItem(key(draftKey), JSON.stringify(draft));
  } catch {
    // Storage is full or forbidden: the server's copy has to do.
  }
}

export function localDraft(draftKey: string): Draft | null {
  try {
    const kept = localStorage.getItem(key(draftKey));
    return kept ? (JSON.parse(kept) as Draft) : null;
  } catch {
    return null;
  }
}

export function forgetLocally(draftKey: string): void {
  try {
    localStorage.removeItem(key(draftKey));
  } catch {
    // Nothing was stored then.
  }
}
