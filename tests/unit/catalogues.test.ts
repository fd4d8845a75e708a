import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { parseSync } from "@swc/core";
import { describe, expect, it } from "vitest";
import { preferredLocale } from "../../app/_i18n/locales.ts";
import german from "../../app/_messages/de/catalogue.ts";
import english from "../../app/_messages/en/catalogue.ts";
import { metricNames, rewardModelMetricNames, sftModelMetricNames } from "../../lib/rounds/metrics.ts";

type Catalogue = { [key: string]: string | Catalogue };

const flat = (catalogue: Catalogue, prefix = ""): [string, string][] =>
  Object.entries(catalogue).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );

/** What a message needs from its caller: names of arguments and of tags. */
function needsOf(message: string): string[] {
  const names = new Set<string>();
  const look = (elements: ReturnType<typeof parse>) => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
      names.add(element.type === TYPE.tag ? `<${element.value}>` : element.value);
      if (element.type === TYPE.tag) look(element.children);
      if (element.type === TYPE.plural || element.type === TYPE.select) {
        for (const { value } of Object.values(element.options)) look(value);
      }
    }
  };
  look(parse(message));
  return [...names].sort();
}

describe("the catalogues", () => {
  const inEnglish = new Map(flat(english));
  const inGerman = new Map(flat(german));

  it("hold the same keys", () => {
    expect([...inGerman.keys()].sort()).toEqual([...inEnglish.keys()].sort());
  });

  it("ask for the same arguments and tags", () => {
    const differing = [...inEnglish].filter(
      ([key, message]) => needsOf(message).join() !== needsOf(inGerman.get(key) ?? "").join(),
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });
});

describe("charted figures", () => {
  const { sftModel, rewardModel, ...stages } = english.research.metrics;

  it("are figures that a round records", () => {
    for (const [stage, words] of Object.entries(stages)) {
      expect(metricNames[stage as keyof typeof stages]).toEqual(expect.arrayContaining(Object.keys(words)));
    }
    expect(sftModelMetricNames).toEqual(expect.arrayContaining(Object.keys(sftModel)));
    expect(rewardModelMetricNames).toEqual(expect.arrayContaining(Object.keys(rewardModel)));
  });
});

describe("the pages", () => {
  it("say nothing that is not in a catalogue", () => {
    expect(sources("app").flatMap(wordsIn)).toEqual([]);
  });

  it("find words in text, in attributes and their defaults, and in what follows a condition", () => {
    const code = `const A = ({ label = "Copy", kind = "fast" }) => <p title="Who did it">{late ? "Too late" : null} Done <b>{label}</b></p>;`;
    expect(wordsOf(code)).toEqual(["Copy", "Who did it", "Too late", "Done"]);
  });
});

describe("the language of a request", () => {
  it("is the first that is spoken, by weight", () => {
    expect(preferredLocale("fr, de-AT;q=0.8, en;q=0.7")).toBe("de");
    expect(preferredLocale("de;q=0.3, en-GB;q=0.9")).toBe("en");
    expect(preferredLocale("de;q=0, ja")).toBe("en");
    expect(preferredLocale(null)).toBe("en");
  });
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".tsx"))
    .map((name) => path.join(folder, name));
}

function wordsIn(file: string): string[] {
  return wordsOf(readFileSync(file, "utf8")).map((words) => `${file}: ${words}`);
}

const attributesThatSpeak =
  /^(label|shortLabel|title|description|placeholder|alt|hint|aria-label|aria-description|text|submitLabel|cancel|confirm|verb|detail)$/;
/** Two letters in a row: signs, numbers and units need no translation. */
const speaks = (text: string) => /\p{L}{2}/u.test(text) && !/^(Attune|JSONL|TRL|KL|API)$/.test(text.trim());

type Node = { type?: string; [key: string]: unknown };

/** What a component's source says by itself: text between tags, and literals that become text. */
function wordsOf(source: string): string[] {
  const found: string[] = [];
  const take = (text: string) => {
    if (speaks(text)) found.push(text.trim().replace(/\s+/g, " "));
  };
  /** An expression whose value is shown. */
  const shown = (node: Node | null | undefined): void => {
    if (!node) return;
    if (node.type === "StringLiteral") take(node.value as string);
    else if (node.type === "TemplateLiteral") {
      for (const { raw } of node.quasis as { raw: string }[]) take(raw);
    } else if (node.type === "ConditionalExpression") {
      walk(node.test);
      shown(node.consequent as Node);
      shown(node.alternate as Node);
    } else if (node.type === "ParenthesisExpression") shown(node.expression as Node);
    else if (node.type === "BinaryExpression" && ["&&", "||", "??"].includes(node.operator as string)) {
      walk(node.left);
      shown(node.right as Node);
    } else walk(node);
  };
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const node = value as Node;
    if (node.type === "JSXText") take(node.value as string);
    else if (node.type === "JSXExpressionContainer") shown(node.expression as Node);
    else if (node.type === "JSXAttribute") attribute(node);
    else if (node.type === "AssignmentPatternProperty" && isSpeaking(node.key)) shown(node.value as Node);
    else for (const child of Object.values(value)) walk(child);
  };
  const attribute = ({ name, value }: Node) => {
    const given = value as Node | null;
    if (isSpeaking(name)) shown(given?.type === "JSXExpressionContainer" ? (given.expression as Node) : given);
    else if (given?.type !== "StringLiteral") walk(skipLiteral(given));
  };
  const isSpeaking = (name: unknown) => attributesThatSpeak.test((name as { value: string }).value);
  /** An attribute that holds no text of the page, such as a class name. */
  const skipLiteral = (given: Node | null): unknown =>
    given?.type === "JSXExpressionContainer" && isLiteral(given.expression as Node)
      ? null
      : (given?.expression ?? null);
  const isLiteral = ({ type }: Node) =>
    ["StringLiteral", "TemplateLiteral", "ConditionalExpression", "BinaryExpression"].includes(type ?? "");
  walk(parseSync(source, { syntax: "typescript", tsx: true }));
  return found;
}
