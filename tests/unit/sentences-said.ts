import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseSync } from "@swc/core";

/** What a file's literals say. */
export interface Said {
  /** From a capital to a full stop. */
  sentences: string[];
  /** What else is recorded to be read: causes of a failure, reasons, what is wrong with a line. */
  asides: string[];
}

/** Stands for whatever is computed within a literal. */
export const gap = "Gap";

type Node = { type?: string; [key: string]: unknown };

const isSentence = (text: string) => /^\p{Lu}.* .*\.$/su.test(text);
const isAside = (text: string) => /\p{L} \p{L}/u.test(text);

/** Properties and variables of what is recorded, and errors and rules of a schema that take some. */
const holdsAsides = /^(cause|causes|message|problems|reason|sentence|summary)$/;
const takesAsides = /^(Round|SelfTest|Memory)Error$/;
const rule = /^(refine|min|max)$/;

/** Every outcome of a literal with choices in it; undefined for what is no literal. */
function outcomesOf(node: Node): string[] | undefined {
  if (node.type === "StringLiteral") return [node.value as string];
  if (node.type === "ParenthesisExpression") return outcomesOf(node.expression as Node);
  if (node.type === "ConditionalExpression") {
    const either = [node.consequent, node.alternate].map((branch) => outcomesOf(branch as Node));
    return either.every((outcomes) => outcomes !== undefined) ? either.flat() : undefined;
  }
  if (node.type !== "TemplateLiteral") return undefined;
  const parts = (node.quasis as { cooked: string }[]).map(({ cooked }) => cooked);
  return (node.expressions as Node[]).reduce(
    (begun, expression, place) =>
      begun.flatMap((text) => (outcomesOf(expression) ?? [gap]).map((filled) => text + filled + parts[place + 1])),
    [parts[0]!],
  );
}

/** The sentences and asides among the literals of a source; what goes to the console alone is left out. */
export function saidIn(source: string): Said {
  const said: Said = { sentences: [], asides: [] };
  function walk(value: unknown, amongAsides: boolean): void {
    if (typeof value !== "object" || value === null) return;
    const node = value as Node;
    const outcomes = outcomesOf(node);
    if (outcomes) {
      for (const text of outcomes.map((outcome) => outcome.trim())) {
        if (isSentence(text) || isSentence(withoutOuterGaps(text))) said.sentences.push(text);
        else if (amongAsides && isAside(text)) said.asides.push(text);
      }
    } else if (node.type === "KeyValueProperty") walk(node.value, amongAsides || named(node.key, holdsAsides));
    else if (node.type === "VariableDeclarator") walk(node.init, amongAsides || named(node.id, holdsAsides));
    else if (node.type === "NewExpression") walk(node.arguments, amongAsides || named(node.callee, takesAsides));
    else if (node.type === "CallExpression") {
      const { object, property } = node.callee as { object?: unknown; property?: unknown };
      const isAside = amongAsides || named(object, holdsAsides) || named(property, rule);
      if (!named(object, /^console$/)) walk(node.arguments, isAside);
      walk(node.callee, amongAsides);
    } else if (node.type !== "ImportDeclaration" && !isType(node)) {
      for (const child of Object.values(node)) walk(child, amongAsides);
    }
  }
  walk(parseSync(source, { syntax: "typescript" }), false);
  return said;
}

function named(node: unknown, pattern: RegExp): boolean {
  return pattern.test((node as { value?: string } | undefined)?.value ?? "");
}

/** Types have literals too, which nobody says. */
function isType({ type }: Node): boolean {
  return /^Ts.*(Type|Declaration|Annotation|Signature)$/.test(type ?? "");
}

/** Without what was computed before or after it, which is looked at by itself. */
export function withoutOuterGaps(text: string): string {
  return text
    .trim()
    .replace(new RegExp(`^(${gap}[ :]*)+|( ?${gap})+$`, "g"), "")
    .trim();
}

/** What the files below a folder say, each once. */
export function saidBelow(folder: string, skip: RegExp): Said {
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => path.join(folder, name))
    .filter((name) => name.endsWith(".ts") && !skip.test(name))
    .map((name) => saidIn(readFileSync(name, "utf8")));
  return {
    sentences: [...new Set(all.flatMap(({ sentences }) => sentences))],
    asides: [...new Set(all.flatMap(({ asides }) => asides))],
  };
}
