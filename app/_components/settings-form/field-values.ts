import type { SchemaField } from "./schema-fields.ts";
import { sameValue } from "./schema-fields.ts";

/** What an input holds: text for numbers and texts (empty for null), a boolean, or the choices made. */
export type InputValue = string | boolean | string[];

export function toInput(value: unknown, locale: string): InputValue {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return writeNumber(value, locale);
  if (Array.isArray(value)) return value.map(String);
  return String(value);
}

/** A number in full, ungrouped, as one types it: 0.00003, in German 0,00003. */
export function writeNumber(value: number, locale: string): string {
  return value.toLocaleString(locale, { useGrouping: false, maximumSignificantDigits: 15 });
}

/** What is wrong with an input. */
export type InputFault =
  | { name: "nothingChosen" | "notANumber" | "notWhole" }
  | { name: "tooLow" | "notAbove" | "tooHigh"; bound: number };

/** What the input of this field shows for a value. */
export function inputOf(field: SchemaField, value: unknown, locale: string): InputValue {
  return field.type === "list" && Array.isArray(value) ? value.join(", ") : toInput(value, locale);
}

/** The setting that an input stands for, or what is wrong with it. */
export function fromInput(field: SchemaField, input: InputValue): { value: unknown } | { fault: InputFault } {
  if (field.type === "boolean") return { value: input === true };
  if (field.type === "choice") {
    if (field.multiple && Array.isArray(input)) {
      return input.length > 0 ? { value: input } : { fault: { name: "nothingChosen" } };
    }
    return { value: input };
  }
  if (field.type === "list") {
    const words = String(input)
      .split(",")
      .map((word) => word.trim());
    return { value: [...new Set(words.filter((word) => word !== ""))] };
  }
  const text = String(input).trim();
  if (text === "" && field.nullable) return { value: null };
  if (field.type === "text") return { value: text };
  return numberFrom(field, text);
}

function numberFrom(
  field: Extract<SchemaField, { type: "number" }>,
  text: string,
): { value: number } | { fault: InputFault } {
  const number = Number(text.replace(",", "."));
  if (text === "" || !Number.isFinite(number)) return { fault: { name: "notANumber" } };
  if (field.integer && !Number.isInteger(number)) return { fault: { name: "notWhole" } };
  const { minimum, maximum, exclusive } = field;
  if (minimum !== undefined && (exclusive ? number <= minimum : number < minimum)) {
    return { fault: { name: exclusive ? "notAbove" : "tooLow", bound: minimum } };
  }
  if (maximum !== undefined && number > maximum) return { fault: { name: "tooHigh", bound: maximum } };
  return { value: number };
}

/** Settings that differ from the baselines by path, or the faults by path where an input is wrong. */
export function readInputs(
  fields: Record<string, SchemaField>,
  inputs: Record<string, InputValue>,
  baselines: Record<string, unknown>,
): { changed: Record<string, unknown>; faults: Record<string, InputFault> } {
  const changed: Record<string, unknown> = {};
  const faults: Record<string, InputFault> = {};
  for (const [path, input] of Object.entries(inputs)) {
    const read = fromInput(fields[path]!, input);
    if ("fault" in read) faults[path] = read.fault;
    else if (!sameValue(read.value, baselines[path])) changed[path] = read.value;
  }
  return { changed, faults };
}
