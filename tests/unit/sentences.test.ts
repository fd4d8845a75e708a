import { describe, expect, it } from "vitest";
import { translateSentence, translateText } from "../../app/_i18n/translate-sentence.ts";
import german from "../../app/_messages/de/sentences.json";
import english from "../../app/_messages/en/sentences.json";
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
import { gap, saidBelow, saidIn, withoutOuterGaps } from "./sentences-said.ts";

describe("a sentence of lib", () => {
  it("is said in the reader's language, with what fills its gaps", () => {
    expect(translateSentence("There is no such round.", "de")).toBe("Diese Runde gibt es nicht.");
    expect(translateSentence("Round 3 is running; one at a time.", "de")).toBe(
      "Nur eine zur Zeit: Runde 3 (läuft) ist noch nicht zu Ende.",
    );
    expect(translateSentence("Round settings: ppo.minibatches: must not be more than batchSize", "de")).toBe(
      "Einstellungen der Runde: ppo.minibatches: darf nicht mehr sein als „Antworten je Aktualisierung“",
    );
    expect(translateSentence("There is no such round.", "en")).toBe("There is no such round.");
    expect(translateSentence("Nobody ever said this.", "de")).toBeNull();
  });

  it("is said with what is said within it", () => {
    expect(translateSentence("train 4 top blocks (about 3.2 GiB, not enough by itself)", "de")).toBe(
      "4 oberste Blöcke trainieren (etwa 3,2 GiB, allein nicht genug)",
    );
    expect(
      translateText(
        "3 updates in a row were left out. Last: A log-probability was not finite: the update was left out from there on, the weights are those of the last good step.",
        "de",
      ),
    ).toBe(
      "3 Aktualisierungen hintereinander wurden ausgelassen. Zuletzt: Nicht endlich (Log-Wahrscheinlichkeit): Die Aktualisierung wurde von da an ausgelassen, es gelten die Gewichte des letzten guten Schritts.",
    );
  });

  it("is translated among others, and what nobody knows stays", () => {
    expect(translateText("There is no such task. Nobody ever said this. Sign in first.", "de")).toBe(
      "Diese Aufgabe gibt es nicht. Nobody ever said this. Melden Sie sich zuerst an.",
    );
  });
});

describe("what lib and the trainer say", () => {
  const ofLib = saidBelow("lib", /generated|lib[/]http[/]|projects[/](demo[/]|create-demo-project)/);
  // The questions of the knowledge gate are asked of models.
  const ofTrainer = saidBelow("trainer", /evaluation[/]knowledge[/]/);

  it.each([
    ["lib", ofLib],
    ["trainer", ofTrainer],
  ])("is in the catalogue: %s", (_, { sentences, asides }) => {
    expect(sentences.length).toBeGreaterThan(50);
    expect([...sentences, ...asides].filter((text) => !isKnown(text) && !nobodyReads.test(text))).toEqual([]);
  });

  it("is all that the catalogue holds of alarms, causes and failures", () => {
    const said = [ofLib, ofTrainer].flatMap(({ sentences, asides }) => [...sentences, ...asides]);
    const matched = new Set(
      said
        .flatMap(readings)
        .flat()
        .map((text) => translateSentence(text, "de")),
    );
    for (const area of ["alarms", "causes", "failures"] as const) {
      const unsaid = Object.entries(german[area]).filter(([, words]) => !matched.has(words.replace(/\{\w+\}/g, gap)));
      expect(unsaid.map(([key]) => `${area}.${key}`)).toEqual([]);
    }
  });

  it("is in the catalogue once", () => {
    const { values: _values, ...areas } = english;
    const all = Object.values(areas).flatMap((sentences) => Object.values<string>(sentences));
    const alike = all.map((words) => words.replace(/\{\w+\}/g, gap));
    expect(alike.filter((words, place) => alike.indexOf(words) !== place)).toEqual([]);
  });

  it("is found among literals, with each of its choices", () => {
    const source = `
      type Word = "No more than a type.";
      console.warn("Told to the log alone.");
      const message = \`\${count === 1 ? "One is" : \`\${count} are\`} missing. Look \${where}.\`;
      problems.push("ids outside the vocabulary");
      throw new RoundError("a code", "It cannot go on.", ["a cause", "another cause"]);`;
    expect(saidIn(source)).toEqual({
      sentences: ["One is missing. Look Gap.", "Gap are missing. Look Gap.", "It cannot go on."],
      asides: ["ids outside the vocabulary", "a code", "a cause", "another cause"],
    });
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
    expect(translateText(knowledgeGate(knowledge, margins).summary, "de")).toContain(
      "ein Rückschritt von +0,000 (+0,000 bis +0,000), 0,1 ist erlaubt.",
    );
    expect(translateText(klGate(heldOut, 1).summary, "de")).toBe(
      "Die Policy ist 3,00 Nats je Antwort von der Referenz entfernt, über der Obergrenze von 1: Sie gefällt vielleicht dem Belohnungsmodell und keinem Menschen.",
    );
  });
});

/**
 * What only programs, the log or the command line are told, the title of the two lists in an error that the command line
 * prints whole, and what a literal does not say in full: the catalogue holds each outcome.
 */
const nobodyReads =
  /API|body|_URL|ATTUNE_|secret|^A tie has|(causes|change):|^Cross-validation|^(Downloading|Unpacking)|Gap does not fit|^There is no such Gap|^Gap names a/;

/** As a whole, or sentence by sentence; with what was computed around it, or without. */
function readings(text: string): string[][] {
  return [text, withoutOuterGaps(text)].flatMap((one) => [[one], one.split(/(?<=[.!?]) (?=[A-Z])/)]);
}

function isKnown(text: string): boolean {
  return readings(text).some((sentences) => sentences.every((sentence) => translateSentence(sentence, "de") !== null));
}
