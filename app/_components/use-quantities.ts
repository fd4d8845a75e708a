import { useLocale } from "next-intl";
import { type Quantities, quantities } from "./format-quantity.ts";

/** How the reader's language writes quantities; in async components `quantities(await getLocale())`. */
export function useQuantities(): Quantities {
  return quantities(useLocale());
}
