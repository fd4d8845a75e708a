import type { Ranking } from "../../../../../../lib/annotations/ranking.ts";

/**
 * An order in the making. Answers stand either in a group, best group first and ties in one group, or are still to be
 * placed. Every function returns a new arrangement and leaves the given one as it is.
 */
export interface Arrangement {
  /** All answers, in the order shown. */
  shown: readonly string[];
  groups: readonly (readonly string[])[];
  /** The next answer placed shares the last group. */
  joining: boolean;
  /** Placed last because it was the only one left; nobody chose its place yet. */
  leftOver: string | null;
}

/** Nothing placed yet. */
export function emptyArrangement(shown: readonly string[]): Arrangement {
  return { shown, groups: [], joining: false, leftOver: null };
}

/** What a draft or an earlier submission had placed. */
export function arrangementOf(shown: readonly string[], ranking: Ranking): Arrangement {
  const groups = ranking.map((group) => group.filter((id) => shown.includes(id))).filter((group) => group.length > 0);
  return { ...emptyArrangement(shown), groups };
}

/** Answers without a place, in the order shown. */
export function unplaced({ shown, groups }: Arrangement): string[] {
  const placed = new Set(groups.flat());
  return shown.filter((id) => !placed.has(id));
}

export function isUntouched({ groups }: Arrangement): boolean {
  return groups.length === 0;
}

export function isComplete(arrangement: Arrangement): boolean {
  return unplaced(arrangement).length === 0;
}

/** 1 for the best; ties share one; null for an answer without a place. */
export function placeOf({ groups }: Arrangement, id: string): number | null {
  const at = groups.findIndex((group) => group.includes(id));
  return at < 0 ? null : at + 1;
}

/** The others in an answer's group. */
export function tiedWith({ groups }: Arrangement, id: string): string[] {
  return groups.find((group) => group.includes(id))?.filter((other) => other !== id) ?? [];
}

/** All answers as the strip shows them: the placed groups, then each of the others by itself. */
export function slots(arrangement: Arrangement): readonly (readonly string[])[] {
  return [...arrangement.groups, ...unplaced(arrangement).map((id) => [id])];
}

/**
 * What an answer's key does: it takes the next place, or the last one together with the answer before it after `=`.
 * The only one left follows by itself. An answer that has a place loses it, unless it was such a left-over: then its
 * place is meant.
 */
export function pick(arrangement: Arrangement, id: string): Arrangement {
  if (arrangement.leftOver === id) return { ...arrangement, leftOver: null };
  if (placeOf(arrangement, id) !== null) return takeOff(arrangement, id);
  const { shown, groups, joining } = arrangement;
  const next = joining && groups.length > 0 ? [...groups.slice(0, -1), [...groups.at(-1)!, id]] : [...groups, [id]];
  const [only, ...more] = unplaced({ ...arrangement, groups: next });
  const follows = only !== undefined && more.length === 0;
  return {
    shown,
    groups: follows ? [...next, [only]] : next,
    joining: false,
    leftOver: follows ? only : null,
  };
}

/** An answer loses its place, and with it the left-over that only followed. */
export function takeOff({ shown, groups, leftOver }: Arrangement, id: string): Arrangement {
  return { shown, groups: without(groups, [id, leftOver]), joining: false, leftOver: null };
}

/** All answers get a place: those without one in the order shown, behind the others. */
export function settle(arrangement: Arrangement): Arrangement {
  return { shown: arrangement.shown, groups: slots(arrangement), joining: false, leftOver: null };
}

/** One place better (−1) or worse (+1): out of a tie to its side, else past the neighbouring group. */
export function move(arrangement: Arrangement, id: string, direction: -1 | 1): Arrangement {
  const { shown, groups } = settle(arrangement);
  const at = groups.findIndex((group) => group.includes(id));
  const tied = groups[at]!.length > 1;
  const rest = groups.map((group) => group.filter((other) => other !== id));
  const target = tied ? (direction < 0 ? at : at + 1) : at + direction;
  const remaining = tied ? rest : rest.filter((group) => group.length > 0);
  const place = Math.min(remaining.length, Math.max(0, target));
  return { shown, groups: remaining.toSpliced(place, 0, [id]), joining: false, leftOver: null };
}

/**
 * `=`: while answers are left to place, the next one joins the last placed, and again: it does not. Once all have a
 * place, `id` joins the group above, or leaves its tie downwards.
 */
export function tie(arrangement: Arrangement, id: string | null): Arrangement {
  const { shown, groups, joining } = arrangement;
  // Its place is not meant yet: its own key may still follow, as in `1 2 3 = 4`.
  const leftOver = id === arrangement.leftOver ? id : null;
  if (groups.length > 0 && !isComplete(arrangement)) return { ...arrangement, joining: !joining };
  if (id === null || groups.length === 0) return arrangement;
  const at = groups.findIndex((group) => group.includes(id));
  if (groups[at]!.length > 1) return { ...move(arrangement, id, 1), leftOver };
  if (at === 0) return arrangement;
  const merged = groups.toSpliced(at - 1, 2, [...groups[at - 1]!, id]);
  return { shown, groups: merged, joining: false, leftOver };
}

/** Dropped between two slots: `gap` 0 is before the first of `slots()`. */
export function dropBetween(arrangement: Arrangement, id: string, gap: number): Arrangement {
  const { shown, groups } = settle(arrangement);
  const vanishes = groups.findIndex((group) => group.length === 1 && group[0] === id);
  const rest = without(groups, [id]);
  const place = vanishes >= 0 && vanishes < gap ? gap - 1 : gap;
  return { shown, groups: rest.toSpliced(place, 0, [id]), joining: false, leftOver: null };
}

/** Dropped onto a slot: shares its place. */
export function dropOnto(arrangement: Arrangement, id: string, slot: number): Arrangement {
  const { shown, groups } = settle(arrangement);
  if (groups[slot]!.includes(id)) return { shown, groups, joining: false, leftOver: null };
  const joined = groups.map((group, at) => (at === slot ? [...group, id] : group.filter((other) => other !== id)));
  return { shown, groups: joined.filter((group) => group.length > 0), joining: false, leftOver: null };
}

/** As it is submitted. */
export function rankingOf({ groups }: Arrangement): Ranking {
  return groups.map((group) => [...group]);
}

function without(groups: Arrangement["groups"], ids: readonly (string | null)[]): string[][] {
  return groups.map((group) => group.filter((id) => !ids.includes(id))).filter((group) => group.length > 0);
}
