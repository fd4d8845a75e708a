import { useReducer } from "react";
import type { Flag } from "../../../../../../lib/annotations/ranking.ts";
import type { Body } from "./bodies.ts";
import type { Decision } from "./decision.ts";

interface State<Of extends Body> {
  decision: Decision<Of>;
  /** What undo goes back to, newest last. */
  past: readonly Of[];
  /** The answer that keys without a letter of their own are about. */
  focused: string | null;
}

type Action<Of extends Body> =
  | { type: "decide"; body: Of; about: string | null }
  | { type: "write"; body: Of }
  | { type: "flag"; flags: readonly Flag[] }
  | { type: "comment"; comment: string }
  | { type: "focus"; id: string | null }
  | { type: "undo" };

/** Steps that undo can take back; more than anybody remembers. */
const remembered = 50;

function reduce<Of extends Body>(state: State<Of>, action: Action<Of>): State<Of> {
  const { decision, past, focused } = state;
  switch (action.type) {
    case "decide":
      if (action.body === decision.body) return state;
      return {
        decision: { ...decision, body: action.body },
        past: [...past, decision.body].slice(-remembered),
        focused: action.about ?? focused,
      };
    case "write":
      return { ...state, decision: { ...decision, body: action.body } };
    case "flag":
      return { ...state, decision: { ...decision, flags: action.flags } };
    case "comment":
      return { ...state, decision: { ...decision, comment: action.comment } };
    case "focus":
      return { ...state, focused: action.id };
    case "undo": {
      const before = past.at(-1);
      return before ? { ...state, decision: { ...decision, body: before }, past: past.slice(0, -1) } : state;
    }
  }
}

export type Work<Of extends Body> = ReturnType<typeof useDecision<Of>>;

/** A decision in the making, with undo. */
export function useDecision<Of extends Body>(initial: Decision<Of>) {
  const [state, dispatch] = useReducer(reduce<Of>, { decision: initial, past: [], focused: null });
  return {
    ...state,
    body: state.decision.body,
    canUndo: state.past.length > 0,
    /** A step that undo takes back; `about` an answer, which gets the focus. */
    decide: (body: Of, about: string | null = null) => dispatch({ type: "decide", body, about }),
    /** A keystroke in a text, which has an undo of its own. */
    write: (body: Of) => dispatch({ type: "write", body }),
    setFlags: (flags: readonly Flag[]) => dispatch({ type: "flag", flags }),
    setComment: (comment: string) => dispatch({ type: "comment", comment }),
    setFocused: (id: string | null) => dispatch({ type: "focus", id }),
    undo: () => dispatch({ type: "undo" }),
  };
}
