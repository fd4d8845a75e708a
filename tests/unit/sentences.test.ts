import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { translateSentence, translateText } from "../../app/_i18n/translate-sentence.ts";

describe("a sentence of lib", () => {
  it("is said in the reader's language, with what fills its gaps", () => {
    expect(translateSentence("There is no such round.", "de")).toBe("Diese Runde gibt es nicht.");
    expect(translateSentence("Round 3 is running; one at a time.", "de")).toBe(
      "Runde 3 ist in Arbeit; nur eine zur Zeit.",
    );
    expect(translateSentence("There is no such round.", "en")).toBe("There is no such round.");
    expect(translateSentence("Nobody ever said this.", "de")).toBeNull();
  });

  it("is translated among others, and what nobody knows stays", () => {
    expect(translateText("There is no such task. Nobody ever said this. Sign in first.", "de")).toBe(
      "Diese Aufgabe gibt es nicht. Nobody ever said this. Melden Sie sich zuerst an.",
    );
  });

  it("is in the catalogue", () => {
    const said = sourcesOf("lib").flatMap(sentencesOf);
    expect(said.length).toBeGreaterThan(100);
    const unknown = said.filter(
      (sentence) => translateSentence(sentence, "de") === null && !forPrograms.test(sentence),
    );
    expect(unknown).toEqual([]);
  });
});

/** What only a program is told, by the API, and what a literal does not say in full: the catalogue holds each outcome. */
const forPrograms = /API|body|projectId|ATTUNE_SOURCES|^There is no such gap|gap; nothing was imported|gapto compare/;

/** Where people never hear what is said. */
const withoutReaders = /generated|lib[/]http[/]/;

function sourcesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => path.join(folder, name))
    .filter((name) => !withoutReaders.test(name));
}

/** The literal sentences of the errors that a file throws; whatever is computed in them counts as one word. */
function sentencesOf(file: string): string[] {
  const source = readFileSync(file, "utf8");
  const literals = source.matchAll(
    /new AppError\(\s*"[A-Z_]+",\s*(?:"((?:[^"\\]|\\.)*)"|`((?:[^`\\$]|\$\{[^}`]*\})*)`)/g,
  );
  return [...literals].map(([, plain, computed]) => plain ?? computed!.replace(/\$\{[^}]*\}/g, "gap"));
}
