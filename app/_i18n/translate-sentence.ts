import german from "../_messages/de/sentences.json" with { type: "json" };
import english from "../_messages/en/sentences.json" with { type: "json" };
import type { Locale } from "./locales.ts";

const inOtherLanguages: Record<Exclude<Locale, "en">, typeof english> = { de: german };

/** A sentence of the English catalogue, as something that matches what was said. */
interface Pattern {
  group: string;
  key: string;
  expression: RegExp;
}

const { values, ...groups } = english;

/** Those without gaps first: they say more than one with a gap that happens to match. */
const patterns: Pattern[] = Object.entries(groups)
  .flatMap(([group, sentences]) =>
    Object.entries(sentences).map(([key, sentence]) => ({ group, key, sentence, gaps: sentence.split("{").length })),
  )
  .sort((one, other) => one.gaps - other.gaps)
  .map(({ group, key, sentence }) => ({ group, key, expression: expressionOf(sentence) }));

/** "There is no {thing}." → /^There is no (?<thing>.+?)\.$/ */
function expressionOf(sentence: string): RegExp {
  const literal = sentence.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replace(/\{(\w+)\}/g, "(?<$1>.+?)")}$`, "s");
}

/**
 * What lib and the trainer say or have stored, in a reader's language. They speak English, and know nothing of who reads;
 * the catalogue area `sentences` holds what they say. Null where it holds no such sentence.
 */
export function translateSentence(said: string, locale: Locale): string | null {
  const text = said.replaceAll("'", "’");
  for (const { group, key, expression } of patterns) {
    const found = expression.exec(text);
    if (!found) continue;
    if (locale === "en") return said;
    const catalogue: Record<string, Record<string, string>> = inOtherLanguages[locale];
    return catalogue[group]![key]!.replace(/\{(\w+)\}/g, (_, name) => translateValue(found.groups![name]!, locale));
  }
  return null;
}

/** As translateSentence, for what may be several sentences; those that no catalogue holds stay as they are. */
export function translateText(said: string, locale: Locale): string {
  const sentences = said.split(/(?<=[.!?]) (?=[A-Z])/);
  const translated = sentences.map((sentence) => translateSentence(sentence, locale));
  // One by one first: a gap of one sentence would take in those that follow.
  const whole = translated.includes(null) ? translateSentence(said, locale) : null;
  return whole ?? translated.map((words, place) => words ?? sentences[place]).join(" ");
}

/** What filled a gap: a sentence or word of the catalogue, a number as the language writes it, or a name. */
function translateValue(value: string, locale: Exclude<Locale, "en">): string {
  const sentence = translateSentence(value, locale);
  if (sentence) return sentence;
  const words: Record<string, string> = inOtherLanguages[locale].values;
  const key = Object.entries(values).find(([, word]) => word === value)?.[0];
  if (key) return words[key]!;
  if (/^\d{1,3}(,\d{3})+$/.test(value)) return Number(value.replaceAll(",", "")).toLocaleString(locale);
  return /^[+−-]?\d+\.\d+(e[+-]\d+)?( \p{L}+| %)?$/u.test(value) ? value.replace(".", ",") : value;
}
