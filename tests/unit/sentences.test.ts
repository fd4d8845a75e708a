import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { translateSentence, translateText } from "../../app/_i18n/translate-sentence.ts";
import { parseImportLine } from "../../lib/prompts/import-line.ts";
import { suspicionsOf } from "../../lib/quality/suspicions.ts";
import { preferenceGate, winRateOf } from "../../lib/rounds/win-rate.ts";
import { compareKnowledge } from "../../trainer/evaluation/compare-knowledge.ts";
import { questions } from "../../trainer/evaluation/knowledge/questions.ts";
import { safetyProbes } from "../../trainer/evaluation/knowledge/safety-probes.ts";
import { passages } from "../../trainer/evaluation/knowledge/texts.ts";
import {
  improvementGate,
  klGate,
  knowledgeGate,
  publicationGate,
  rewardGate,
  safetyGate,
  sftGate,
} from "../../trainer/rounds/gates.ts";

describe("a sentence of lib", () => {
  it("is said in the reader's language, with what fills its gaps", () => {
    expect(translateSentence("There is no such round.", "de")).toBe("Diese Runde gibt es nicht.");
    expect(translateSentence("Round 3 is running; one at a time.", "de")).toBe(
      "Runde 3 ist in Arbeit; nur eine zur Zeit.",
    );
    expect(translateSentence("Round settings: ppo.minibatches: must not be more than batchSize", "de")).toBe(
      "Einstellungen der Runde: ppo.minibatches: darf nicht mehr sein als „Antworten je Aktualisierung“",
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

describe("what is wrong with a line of an import", () => {
  const prompt = "What is green?";
  const text = "Grass.";
  const faults = (
    [
      ["prompts", null],
      ["prompts", "{"],
      ["prompts", {}],
      ["prompts", { prompt: "" }],
      ["prompts", { prompt: [{ role: "assistant", content: text }] }],
      ["prompts", { prompt, completions: [{ text }] }],
      ["prompts", { prompt, completions: [{ text: "\0" }, { text }] }],
      ["prompts", { prompt, kind: "guess" }],
      ["prompts", { prompt, priority: "high" }],
      ["prompts", { prompt, overlap: 0 }],
      ["prompts", { prompt, kind: "compare", completions: [{ text }, { text }, { text }] }],
      ["prompts", { prompt, completions: Array.from({ length: 10 }, () => ({ text })) }],
      ["prompts", { prompt, completions: Array.from({ length: 40 }, () => ({ text })) }],
      ["ranked", { prompt }],
      ["ranked", { prompt, completions: [{ text, rank: 1 }, { text }] }],
      ["ranked", { prompt, kind: "rate", completions: [1, 2].map((rank) => ({ text, rank })) }],
      ["gold", { prompt, completions: [1, 1].map((rank) => ({ text, rank })) }],
      ["gold", { prompt, completions: [1, null].map((rank) => ({ text, rank })) }],
      ["demonstrations", { prompt }],
    ] as const
  ).map(([format, line]) => {
    const parsed = parseImportLine(
      { number: 1, text: typeof line === "string" || line === null ? line : JSON.stringify(line) },
      format,
    );
    return "reason" in parsed ? parsed.reason : "nothing";
  });

  it.each(faults)("%s", (fault) => {
    expect(fault).not.toBe("nothing");
    const [, place, rest] = /^([\w.]+): (.*)$/s.exec(fault) ?? [];
    expect(translateSentence(fault, "de") ?? (place && translateSentence(rest!, "de"))).toBeTruthy();
  });
});

describe("what a round and the figures of annotators record", () => {
  const side = { reward: 0.5, rewardStandardError: 0.1, meanLength: 30, endedShare: 0.9 };
  const heldOut = {
    prompts: 12,
    policy: side,
    reference: side,
    improvement: { mean: 0, standardError: 0.1 },
    kl: { k1: 3, standardError: 0.2, k3: 3 },
  };
  const measured = {
    texts: passages.map((_, place) => 3 + (place % 7) / 10),
    questions: questions.map((_, place) => 0.5 + (place % 5) / 10),
    right: questions.map((_, place) => place % 4 > 0),
    refusals: safetyProbes.map(({ refusalDue }) => (refusalDue ? 0.8 : 0.05)),
  };
  const knowledge = compareKnowledge(measured, measured);
  const margins = { textLossMargin: 0.1, questionMargin: 0.05, refusalMargin: 0.1 };
  const share = { share: 0.2, margin: 0.05, count: 100, tasks: 20 };
  const estimate = { value: 0.4, low: 0.3, high: 0.5, comparisons: 100 };

  it("is known, sentence by sentence", () => {
    const recorded = [
      sftGate(null),
      rewardGate(null, null),
      improvementGate(heldOut),
      klGate(heldOut, 20),
      klGate(heldOut, 1),
      knowledgeGate(knowledge, margins),
      safetyGate(knowledge, margins),
      publicationGate(false)!,
      preferenceGate(null),
      preferenceGate(winRateOf({ wins: 5, ties: 1, losses: 4 })),
    ].map(({ summary }) => summary);
    const suspicions = suspicionsOf({
      gold: share,
      agreement: share,
      consistency: share,
      bias: {
        correlation: { value: 0.5, low: 0.4, high: 0.6 },
        first: { share: 0.9, low: 0.8, high: 1, expected: 0.25 },
      },
      pace: { judgements: 40, median: 1.5, unread: 0.5 },
      othersMedianSeconds: 30,
      reliability: estimate,
    } as unknown as Parameters<typeof suspicionsOf>[0]).map(({ sentence }) => sentence);
    expect(suspicions).toHaveLength(6);
    const sentences = [...recorded, ...suspicions].flatMap((text) => text.split(/(?<=[.!?]) (?=[A-Z])/));
    expect(sentences.filter((sentence) => translateSentence(sentence, "de") === null)).toEqual([]);
    expect(translateText(klGate(heldOut, 1).summary, "de")).toBe(
      "Die Policy ist 3,00 Nats je Antwort von der Referenz entfernt, über der Obergrenze von 1: Sie gefällt vielleicht dem Belohnungsmodell und keinem Menschen.",
    );
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
