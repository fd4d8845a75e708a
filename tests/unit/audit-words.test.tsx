import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync } from "@swc/core";
import { NextIntlClientProvider } from "next-intl";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import german from "../../app/_messages/de/catalogue.ts";
import english from "../../app/_messages/en/catalogue.ts";
import { useDetailWords } from "../../app/(admin)/projects/[projectId]/audit/use-detail-words.ts";
import type { AuditLine } from "../../lib/audit/list-audit-entries.ts";

type Line = Pick<AuditLine, "actor" | "detail">;

const person = { id: "1", name: "Ada", email: "ada@example.org" };

const Detail = (line: Line) => useDetailWords()(line);

function inWords(
  detail: object,
  { locale = "de", actor = person }: { locale?: "en" | "de"; actor?: Line["actor"] } = {},
) {
  return renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} messages={locale === "de" ? german : english} timeZone="UTC">
      <Detail actor={actor} detail={detail} />
    </NextIntlClientProvider>,
  );
}

describe("the detail of a line of the audit log", () => {
  it("is said in the reader's language, with names and what people typed as they are", () => {
    expect(inWords({ role: "researcher", email: "zoe@example.org" })).toBe(
      "Rolle: Forschung · E-Mail: zoe@example.org",
    );
    expect(inWords({ accuracy: 0.75, tasks: 12, needed: 0.8 })).toBe(
      "richtige Paare: 0,75 · Aufgaben: 12 · nötig: 0,8",
    );
    expect(inWords({ number: 3, publish: true, reason: "Sign in first.", past: ["kl: undecided"] })).toBe(
      "Nummer: 3 · veröffentlicht: ja · Grund: Sign in first. · entgegen: Abstand: unentschieden",
    );
    expect(inWords({ kind: "compare", tasks: 4, tooFew: 0 })).toBe(
      "Art: Zwei Antworten vergleichen · Aufgaben: 4 · mit zu wenigen Antworten: 0",
    );
    expect(inWords({ name: "Herons", roles: [{ projectId: "p1", role: "admin" }], memberIds: [] })).toBe(
      "Name: Herons · Rollen: Projekt: p1; Rolle: Administration",
    );
    expect(inWords({ number: 2, trigger: "schedule" }, { locale: "en" })).toBe("number: 2 · launched by: the schedule");
  });

  it("says settings as their forms do, and what of the others was changed", () => {
    expect(
      inWords({
        changed: ["name", "settings.overlap", "settings.kinds", "settings.round", "settings.rubric"],
        settings: {
          overlap: 2,
          kinds: ["rank", "rate"],
          round: { sft: { learningRate: 0.0003 } },
          rubric: { rules: [{ name: "No hate" }] },
        },
      }),
    ).toBe(
      "geändert: Name · Einstellungen: Personen je Aufgabe: 2 Personen; Arten von Aufgaben: Antworten einordnen, Antworten nach dem Bogen bewerten; Feinabstimmung (SFT), Lernrate: 0,0003; Regeln des Bewertungsbogens: Name: No hate",
    );
  });

  it("translates what lib and the trainer recorded, and a reason where no person gave it", () => {
    expect(inWords({ state: "failed", failure: "There are no demonstrations to mix in." }, { actor: null })).toBe(
      "Stand: fehlgeschlagen · Fehler: Es gibt keine Demonstrationen zum Beimischen.",
    );
    expect(inWords({ name: "policy-2", before: null, reason: "All gates passed." }, { actor: null })).toBe(
      "Name: policy-2 · Grund: Alle Prüfungen bestanden.",
    );
  });
});

describe("what is recorded in the audit log", () => {
  const lines = [...recordedBelow("lib"), ...recordedBelow("app")];

  it("has words for its acts", () => {
    expect(lines.length).toBeGreaterThan(40);
    const acts = lines.flatMap(({ actions }) => actions);
    const known = Object.entries(english.admin.auditActions).flatMap(([entity, verbs]) =>
      Object.keys(verbs).map((verb) => `${entity}.${verb}`),
    );
    expect(acts.filter((action) => !known.includes(action))).toEqual([]);
  });

  it("has words for the names of its details", () => {
    const names = new Set(lines.flatMap(({ details }) => details));
    expect([...names].filter((name) => !Object.hasOwn(english.admin.auditDetails.names, name))).toEqual([]);
  });
});

type Node = { type?: string; [key: string]: unknown };

/** The acts of each call of `record`, and the names that it writes into the detail by itself. */
function recordedBelow(folder: string): { actions: string[]; details: string[] }[] {
  const found: { actions: string[]; details: string[] }[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const node = value as Node;
    if (node.type === "CallExpression" && (node.callee as { value?: string }).value === "record") {
      const [given] = node.arguments as { expression: Node }[];
      const properties = (given!.expression.properties ?? []) as Node[];
      const valueAt = (name: string) => properties.find(({ key }) => nameOf(key) === name)?.value as Node | undefined;
      found.push({
        actions: literals(valueAt("action")),
        details: ((valueAt("detail")?.properties ?? []) as Node[]).flatMap(
          (one) => nameOf(one.key) ?? nameOf(one) ?? [],
        ),
      });
    }
    for (const child of Object.values(node)) walk(child);
  };
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!/\.tsx?$/.test(name) || name.startsWith("generated")) continue;
    walk(parseSync(readFileSync(path.join(folder, name), "utf8"), { syntax: "typescript", tsx: name.endsWith("x") }));
  }
  return found;
}

const nameOf = (node: unknown) => (node as { value?: string } | undefined)?.value;

function literals(node: Node | undefined): string[] {
  if (node?.type === "StringLiteral") return [node.value as string];
  if (node?.type === "ConditionalExpression")
    return [node.consequent, node.alternate].flatMap((one) => literals(one as Node));
  return [];
}
