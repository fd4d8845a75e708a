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
    return faultsIn(said)
      .map((sentence) => translateSentence(sentence, locale) ?? sentence)
      .join("; ");
  } catch {
    return said;
  }
}

/** What was wrong with an input, as zod lists it line by line; else what was said, as it is. */
function faultsIn(said: string): string[] {
  const listed = [...said.matchAll(/^✖ (.+)$/gm)].map(([, fault]) => fault!);
  return listed.length > 0 ? listed : [said];
}

/** The same for what is wrong with a line of a file, which may begin with the place in the line, as `prompt.0.role: …`. */
export async function faultInReadersLanguage(reason: string): Promise<string> {
  const whole = await inReadersLanguage(reason);
  const [, place, fault] = /^([\w.]+): (.*)$/s.exec(reason) ?? [];
  return whole === reason && place && fault ? `${place}: ${await inReadersLanguage(fault)}` : whole;
}
