import { readFileSync } from "node:fs";
import { z } from "zod";
import { nearest } from "../nearest.ts";
import { type Method, type MethodSettings, methodSettings, settingMeanings } from "./method-settings.ts";

/** What the command line says of a method's settings; a later one wins: a file, JSON, single values. */
export interface SettingOptions {
  config?: string;
  settings?: string;
  set?: string[];
}

/** Values by dotted name: `schedule.kind`. */
export type FlatSettings = Record<string, unknown>;

/**
 * A method's settings, with defaults where nothing is given. Values of `--set` are JSON where they parse as it, else
 * text; a dot reaches inside (`schedule.kind=linear`).
 * @throws Error for a name the method does not have, naming the nearest one; for a value out of bounds, naming them
 */
export function effectiveSettings<Of extends Method>(method: Of, options: SettingOptions): MethodSettings<Of> {
  const schema = methodSettings[method];
  const defaults = flatten(schema.parse({}));
  const given: FlatSettings = {};
  const take = (from: string, values: FlatSettings) => {
    for (const [name, value] of Object.entries(values)) {
      if (!(name in defaults)) {
        const known = Object.keys(defaults);
        throw new Error(`${from}: ${method} has no setting ${name}. Did you mean ${nearest(name, known)}?`);
      }
      given[name] = value;
    }
  };
  if (options.config) take(options.config, flatten(readConfig(options.config, method)));
  if (options.settings) take("--settings", flatten(asObject(options.settings, `--settings ${options.settings}`)));
  for (const assignment of options.set ?? []) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(assignment) ?? [];
    if (name === undefined || value === undefined) throw new Error(`--set ${assignment}: it is not key=value.`);
    take(`--set ${assignment}`, flatten({ [name]: parseValue(value) }));
  }
  const parsed = schema.safeParse(unflatten(given));
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => {
      const name = issue.path.join(".");
      const value = JSON.stringify(given[name]);
      const near =
        issue.code === "invalid_value" && typeof given[name] === "string"
          ? ` Did you mean ${nearest(given[name], issue.values.map(String))}?`
          : "";
      return `${name}${value === undefined ? "" : ` = ${value}`}: ${issue.message}.${near}`;
    });
    throw new Error(faults.join("\n"));
  }
  return parsed.data as MethodSettings<Of>;
}

/** Those that are not the default, with what they are. */
export function differencesFromDefaults(method: Method, settings: object): FlatSettings {
  const defaults = flatten(methodSettings[method].parse({}));
  return Object.fromEntries(Object.entries(flatten(settings)).filter(([name, value]) => defaults[name] !== value));
}

/** One line a setting; those that differ from their default are marked, and the default named. */
export function settingLines(method: Method, settings: object): string[] {
  const defaults = flatten(methodSettings[method].parse({}));
  const flat = Object.entries(flatten(settings));
  const width = Math.max(...flat.map(([name]) => name.length));
  return flat.map(([name, value]) => {
    const differs = defaults[name] !== value;
    const line = `${differs ? "*" : " "} ${name.padEnd(width)}  ${String(value)}`;
    return differs ? `${line}  (default ${String(defaults[name])})` : line;
  });
}

/** The table of a method's settings that `--help` shows: name, default, bounds, meaning. */
export function settingsHelp(method: Method): string {
  const rows = rowsOf(z.toJSONSchema(methodSettings[method], { io: "input" }) as JsonSchema, "");
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return ["Settings (--set, --settings, --config), with their defaults:", ...lines.map((line) => `  ${line}`)].join(
    "\n",
  );
}

interface JsonSchema {
  type?: string;
  properties?: Record<string, JsonSchema>;
  anyOf?: JsonSchema[];
  enum?: unknown[];
  default?: unknown;
  minimum?: number;
  exclusiveMinimum?: number;
  maximum?: number;
  exclusiveMaximum?: number;
}

function rowsOf(schema: JsonSchema, prefix: string): string[][] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) =>
    property.properties
      ? rowsOf(property, `${prefix}${name}.`)
      : [[`${prefix}${name}`, String(property.default), boundsOf(property), settingMeanings[name] ?? ""]],
  );
}

function boundsOf(schema: JsonSchema): string {
  if (schema.anyOf) return schema.anyOf.map(boundsOf).join(" or ");
  if (schema.enum) return schema.enum.join("|");
  if (schema.type === "boolean") return "true|false";
  if (schema.type === "null") return "null";
  const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = schema;
  const from = minimum === undefined ? `>${exclusiveMinimum}` : `${minimum}`;
  return `${from} to ${maximum === undefined ? `<${exclusiveMaximum}` : maximum}`;
}

/** A file of settings; also what a run stored, for a run like it. */
function readConfig(file: string, method: Method): object {
  const value = asObject(readFileSync(file, "utf8"), file);
  const stored = z.object({ method: z.string(), settings: z.record(z.string(), z.unknown()) }).safeParse(value).data;
  if (!stored) return value;
  if (stored.method !== method) throw new Error(`${file}: it holds settings of ${stored.method}, not of ${method}.`);
  return stored.settings;
}

function asObject(text: string, name: string): object {
  const value = parseValue(text);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`${name}: it is not a JSON object.`);
  return value;
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function flatten(value: object, prefix = ""): FlatSettings {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, own]) =>
      typeof own === "object" && own !== null && !Array.isArray(own)
        ? Object.entries(flatten(own, `${prefix}${name}.`))
        : [[`${prefix}${name}`, own]],
    ),
  );
}

function unflatten(flat: FlatSettings): Record<string, unknown> {
  const nested: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(flat)) {
    const [first, ...rest] = name.split(".") as [string, ...string[]];
    if (rest.length === 0) nested[first] = value;
    else nested[first] = { ...(nested[first] as object), ...unflatten({ [rest.join(".")]: value }) };
  }
  return nested;
}
