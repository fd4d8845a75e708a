/** Languages that the pages speak, by what each calls itself. The first is the language of the source. */
export const localeNames = { en: "English", de: "Deutsch" } as const;

export type Locale = keyof typeof localeNames;

export const locales = Object.keys(localeNames) as Locale[];

/** Keeps the language that somebody chose in this browser. */
export const localeCookie = "attune-locale";

export function isLocale(text: string | undefined): text is Locale {
  return text !== undefined && Object.hasOwn(localeNames, text);
}

/**
 * The first language of an Accept-Language header (RFC 9110, section 12.5.4) that the pages speak, by weight; English
 * where there is none.
 */
export function preferredLocale(acceptLanguage: string | null): Locale {
  const asked = (acceptLanguage ?? "").split(",").map((entry) => {
    const [tag = "", weight] = entry.trim().split(/\s*;\s*q=/);
    return { language: tag.slice(0, 2).toLowerCase(), weight: weight === undefined ? 1 : Number(weight) };
  });
  const known = asked.filter(({ language, weight }) => isLocale(language) && weight > 0);
  const best = known.sort((a, b) => b.weight - a.weight)[0]?.language;
  return isLocale(best) ? best : "en";
}
