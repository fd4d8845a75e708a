import { isLocale } from "./locales.ts";

/**
 * In the browser: what an endpoint of the API said, in the language of the page, or as it was said. The catalogue comes
 * only when something has to be said.
 */
export async function inReadersLanguage(said: string): Promise<string> {
  const locale = document.documentElement.lang;
  if (!isLocale(locale) || locale === "en") return said;
  try {
    const { translateSentence } = await import("./translate-sentence.ts");
    return translateSentence(said, locale) ?? said;
  } catch {
    return said;
  }
}
