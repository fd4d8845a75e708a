import type { Draft } from "../../../../../../lib/tasks/draft.ts";

// A draft that the server has not confirmed yet lies here: a closed tab or a lost connection loses nothing.

const key = (assignmentId: string) => `attune:draft:${assignmentId}`;

export function keepLocally(assignmentId: string, draft: Draft): void {
  try {
    localStorage.setItem(key(assignmentId), JSON.stringify(draft));
  } catch {
    // Storage is full or forbidden: the server's copy has to do.
  }
}

export function localDraft(assignmentId: string): Draft | null {
  try {
    const kept = localStorage.getItem(key(assignmentId));
    return kept ? (JSON.parse(kept) as Draft) : null;
  } catch {
    return null;
  }
}

export function forgetLocally(assignmentId: string): void {
  try {
    localStorage.removeItem(key(assignmentId));
  } catch {
    // Nothing was stored then.
  }
}
