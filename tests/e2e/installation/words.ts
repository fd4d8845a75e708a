import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";

const messages = "app/_messages/de";

/** Words of a text or of the values of an object, in small letters; what has digits or signs of code in it is no word. */
export function wordsIn(given: string | object): string[] {
  if (typeof given !== "string") return Object.values(given).flatMap(wordsIn);
  return given
    .split(/\s+/)
    .filter((token) => !/\d|[$_/\\@=]|^-|["'’]:/u.test(token))
    .flatMap((token) => token.toLowerCase().match(/\p{L}{3,}/gu) ?? []);
}

const germanWords = new Set(
  readdirSync(messages)
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => wordsIn(JSON.parse(readFileSync(path.join(messages, name), "utf8")))),
);

/**
 * What a page says, and what it tells a screen reader, in words that no German message has; `data` is what people and
 * models wrote, in words that may stand there too.
 */
export async function wordsNotGerman(page: Page, data: string): Promise<string[]> {
  const said = await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
    const attributes = [
      "aria-label",
      "aria-description",
      "aria-roledescription",
      "aria-valuetext",
      "title",
      "placeholder",
      "alt",
    ];
    const elements = [...document.querySelectorAll("*")];
    const named = elements.flatMap((element) => attributes.map((name) => element.getAttribute(name) ?? ""));
    const code = [...document.querySelectorAll("pre, code, option[lang]")].map((element) => element.textContent);
    return { named: [document.title, ...named].join("\n"), code: code.join("\n") };
  });
  const [shown] = await page.locator("body").allInnerTexts();
  const known = new Set(wordsIn(`${data}\n${said.code}`));
  return [...new Set(wordsIn(`${said.named}\n${shown}`))].filter((word) => !germanWords.has(word) && !known.has(word));
}
