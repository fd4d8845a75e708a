import { type Arrangement, placeOf, tiedWith } from "./arrangement.ts";

/** The neutral letter of an answer, by the place where it is shown. */
export function letterOf(position: number): string {
  return String.fromCharCode(65 + position);
}

/** 1 → "1st". */
export function ordinal(place: number): string {
  return `${place}${["st", "nd", "rd"][place - 1] ?? "th"}`;
}

/** "B", "B and C", "B, C and D". */
export function listed(letters: readonly string[]): string {
  return letters.length < 2 ? (letters[0] ?? "") : `${letters.slice(0, -1).join(", ")} and ${letters.at(-1)}`;
}

/** Where an answer stands, as a screen reader says it. */
export function standing(arrangement: Arrangement, id: string): string {
  const place = placeOf(arrangement, id);
  if (place === null) return "no place yet";
  const letters = tiedWith(arrangement, id).map((other) => letterOf(arrangement.shown.indexOf(other)));
  return letters.length > 0 ? `${ordinal(place)}, tied with ${listed(letters)}` : ordinal(place);
}
