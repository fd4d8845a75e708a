import { type Arrangement, unplaced } from "./arrangement.ts";

// One against one: each answer in turn is put into the order of those before it by halving where it can stand (binary
// insertion, Knuth, The Art of Computer Programming 3, 6.2.1). No question is asked whose answer follows from others.

/** The answer in hand, and the places that it may still have: before the group `from`, … or before the group `to`. */
export interface Insertion {
  id: string;
  from: number;
  to: number;
}

export interface Duel {
  /** In hand: still without a place. */
  one: string;
  /** Stands for its group. */
  other: string;
}

/** Where the answer in hand may stand; begins anew where the arrangement has changed under it. Null when all is placed. */
export function insertionOf(arrangement: Arrangement, known: Insertion | null): Insertion | null {
  const waiting = unplaced(arrangement);
  const places = arrangement.groups.length;
  if (known && waiting.includes(known.id) && known.to <= places) return known;
  const [first, second] = waiting;
  if (first === undefined) return null;
  // Of two answers without a place, the first counts as placed for the first question.
  if (places === 0) return second === undefined ? null : { id: second, from: 0, to: 1 };
  return { id: first, from: 0, to: places };
}

/** The question to ask next; null when all is placed. */
export function duelOf(arrangement: Arrangement, insertion: Insertion | null): Duel | null {
  if (!insertion) return null;
  const groups = groupsOf(arrangement, insertion);
  return { one: insertion.id, other: groups[middleOf(insertion)]![0]! };
}

/** What follows from an answer: −1 the one in hand is better, 1 it is worse, 0 they are alike. */
export function decide(
  arrangement: Arrangement,
  insertion: Insertion,
  result: -1 | 0 | 1,
): { arrangement: Arrangement; insertion: Insertion | null } {
  const groups = groupsOf(arrangement, insertion);
  const middle = middleOf(insertion);
  const { id } = insertion;
  const placed = (next: readonly (readonly string[])[]) => {
    const arranged = { shown: arrangement.shown, groups: next, joining: false, leftOver: null };
    return { arrangement: arranged, insertion: insertionOf(arranged, null) };
  };
  if (result === 0) return placed(groups.map((group, at) => (at === middle ? [...group, id] : group)));
  const from = result > 0 ? middle + 1 : insertion.from;
  const to = result < 0 ? middle : insertion.to;
  if (from === to) return placed(groups.toSpliced(from, 0, [id]));
  return { arrangement: { ...arrangement, groups }, insertion: { id, from, to } };
}

/** How many questions are left at most. */
export function questionsLeft(arrangement: Arrangement, insertion: Insertion | null): number {
  if (!insertion) return 0;
  const halvings = (places: number) => Math.ceil(Math.log2(places));
  const waiting = unplaced(arrangement).filter((id) => id !== insertion.id).length;
  const groups = arrangement.groups.length;
  const later = groups === 0 ? waiting - 1 : waiting;
  const standing = groups === 0 ? 1 : groups;
  let count = halvings(insertion.to - insertion.from + 1);
  for (let next = 0; next < later; next++) count += halvings(standing + 1 + next + 1);
  return count;
}

const middleOf = ({ from, to }: Insertion) => Math.floor((from + to - 1) / 2);

function groupsOf({ shown, groups }: Arrangement, { id }: Insertion): readonly (readonly string[])[] {
  return groups.length > 0 ? groups : [[shown.find((other) => other !== id)!]];
}
