import { z } from "zod";

/** What a settings schema says about one value: enough to draw and bound its input. */
export type SchemaField = {
  /** Dotted, e.g. "ppo.klCoefficient". */
  path: string;
  default: unknown;
  /** Whether null (never, none) is a value. */
  nullable: boolean;
} & (
  | { type: "number"; integer: boolean; minimum: number | undefined; maximum: number | undefined; exclusive: boolean }
  | { type: "boolean" }
  | { type: "choice"; options: string[]; multiple: boolean }
  | { type: "text"; maxLength: number | undefined }
  /** Words, given with commas between them. */
  | { type: "list" }
);

interface JsonSchema {
  type?: string;
  enum?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  maxLength?: number;
}

/**
 * The leaves of a settings schema whose every field has a default, by dotted path. Free-form records are left out.
 * The form thereby never disagrees with what the server accepts.
 */
export function schemaFields(schema: z.ZodType): Map<string, SchemaField> {
  const defaults = flatten(schema.parse({}) as Record<string, unknown>);
  const root = z.toJSONSchema(schema) as JsonSchema;
  return new Map(leaves(root, "").map(([path, leaf]) => [path, fieldOf(path, leaf, defaults[path])]));
}

function leaves(schema: JsonSchema, path: string): [string, JsonSchema][] {
  if (schema.type !== "object") return [[path, schema]];
  return Object.entries(schema.properties ?? {}).flatMap(([key, child]) =>
    leaves(child, path ? `${path}.${key}` : key),
  );
}

function fieldOf(path: string, leaf: JsonSchema, value: unknown): SchemaField {
  const nullable = leaf.anyOf?.some(({ type }) => type === "null") ?? false;
  const schema = leaf.anyOf?.find(({ type }) => type !== "null") ?? leaf;
  const common = { path, default: value, nullable };
  if (schema.type === "boolean") return { ...common, type: "boolean" };
  if (schema.type === "array" && !schema.items?.enum) return { ...common, type: "list" };
  if (schema.type === "array") return { ...common, type: "choice", options: schema.items?.enum ?? [], multiple: true };
  if (schema.enum) return { ...common, type: "choice", options: schema.enum, multiple: false };
  if (schema.type === "string") return { ...common, type: "text", maxLength: schema.maxLength };
  return {
    ...common,
    type: "number",
    integer: schema.type === "integer",
    minimum: schema.minimum ?? schema.exclusiveMinimum,
    maximum: schema.maximum,
    exclusive: schema.exclusiveMinimum !== undefined,
  };
}

/** {a: {b: 1}} → {"a.b": 1}; arrays and null are values. */
export function flatten(nested: Record<string, unknown>, prefix = ""): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(nested).flatMap(([key, value]) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.entries(flatten(value as Record<string, unknown>, `${prefix}${key}.`))
        : [[`${prefix}${key}`, value]],
    ),
  );
}

export type Nested = { [key: string]: unknown };

/** {"a.b": 1} → {a: {b: 1}}. */
export function unflatten(flat: Record<string, unknown>): Nested {
  const nested: Nested = {};
  for (const [path, value] of Object.entries(flat)) {
    const keys = path.split(".");
    const last = keys.pop()!;
    let place = nested;
    for (const key of keys) {
      place[key] ??= {};
      place = place[key] as Nested;
    }
    place[last] = value;
  }
  return nested;
}

/** Whether two setting values are the same; arrays by content. */
export function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
