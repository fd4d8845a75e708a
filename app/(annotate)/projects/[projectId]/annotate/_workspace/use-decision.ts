import { useReducer } from "react";
import type { Flag } from "../../../../../../lib/annotations/ranking.ts";
import type { Arrangement } from "./arrangement.ts";
import type { Decision } from "./decision.ts";

interface State {
  decision: Decision;
  /** What undo goes back to, newest last. */
  past: readonly Pick<Decision, "arrangement" | "noneAcceptable">[];
  /** The answer that arrows and `=` are about. */
  focused: string | null;
}

type Action =
  | { type: "arrange"; arrangement: Arrangement; about: string | null }
  | { type: "toggleNoneAcceptable" }
  | { type: "flag"; flags: readonly Flag[] }
  | { type: "comment"; comment: string }
  | { type: "focus"; id: string | null }
  | { type: "undo" };

/** Keystrokes that undo can take back; more than anybody remembers. */
const remembered = 50;

function reduce(state: State, action: Action): State {
  const { decision, past } = state;
  const { arrangement, noneAcceptable } = decision;
  const remember = () => [...past, { arrangement, noneAcceptable }].slice(-remembered);
  switch (action.type) {
    case "arrange":
      if (action.arrangement === arrangement) return state;
      return {
        decision: { ...decision, arrangement: action.arrangement },
        past: remember(),
        focused: action.about ?? state.focused,
      };
    case "toggleNoneAcceptable":
      return { ...state, decision: { ...decision, noneAcceptable: !noneAcceptable }, past: remember() };
    case "flag":
      return { ...state, decision: { ...decision, flags: action.flags } };
    case "comment":
      return { ...state, decision: { ...decision, comment: action.comment } };
    case "focus":
      return { ...state, focused: action.id };
    case "undo": {
      const before = past.at(-1);
      return before ? { ...state, decision: { ...decision, ...before }, past: past.slice(0, -1) } : state;
    }
  }
}

/** A decision in the making, with undo. */
export function useDecision(initial: Decision) {
  const [state, dispatch] = useReducer(reduce, { decision: initial, past: [], focused: null });
  return {
    ...state,
    canUndo: state.past.length > 0,
    arrange: (arrangement: Arrangement, about: string | null) => dispatch({ type: "arrange", arrangement, about }),
    toggleNoneAcceptable: () => dispatch({ type: "toggleNoneAcceptable" }),
    setFlags: (flags: readonly Flag[]) => dispatch({ type: "flag", flags }),
    setComment: (comment: string) => dispatch({ type: "comment", comment }),
    setFocused: (id: string | null) => dispatch({ type: "focus", id }),
    undo: () => dispatch({ type: "undo" }),
  };
}
