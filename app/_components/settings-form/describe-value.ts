import type { SettingWords } from "./setting-words.ts";

/** A setting's value in words: "64 tokens", "never", "on". */
export function describeValue(
  value: unknown,
  { unit, nullLabel = "none", options }: Omit<SettingWords, "path" | "label" | "explanation">,
): string {
  if (value === null || value === undefined) return nullLabel;
  if (typeof value === "boolean") return value ? "on" : "off";
  if (Array.isArray(value)) return value.map((entry) => options?.[entry] ?? String(entry)).join(", ");
  const text = options?.[String(value)] ?? String(value);
  return unit ? `${text} ${unit}` : text;
}
