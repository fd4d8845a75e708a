import { useFormatter, useTranslations } from "next-intl";
import { type Arrangement, placeOf, tiedWith } from "./arrangement.ts";

/** The neutral letter of an answer, by the place where it is shown. */
export function letterOf(position: number): string {
  return String.fromCharCode(65 + position);
}

/** What an order is called in the reader's language. */
export function useOrderWords() {
  return orderWords(useTranslations("annotate.order"), useFormatter());
}

export function orderWords(
  t: ReturnType<typeof useTranslations<"annotate.order">>,
  format: Pick<ReturnType<typeof useFormatter>, "list">,
) {
  /** 1 → "1st". */
  const ordinal = (place: number) => t("ordinal", { place });
  /** "B", "B and C", "B, C, and D"; "or" for a choice. */
  const listed = (letters: readonly string[], type: "conjunction" | "disjunction" = "conjunction") =>
    format.list(letters, { type });
  /** Where an answer stands, as a screen reader says it. */
  const standing = (arrangement: Arrangement, id: string) => {
    const place = placeOf(arrangement, id);
    if (place === null) return t("noPlaceYet");
    const letters = tiedWith(arrangement, id).map((other) => letterOf(arrangement.shown.indexOf(other)));
    return letters.length > 0 ? t("tiedWith", { place: ordinal(place), others: listed(letters) }) : ordinal(place);
  };
  return { ordinal, listed, standing };
}
