import { z } from "zod";
import { AppError } from "../errors.ts";
import { type RoundSettings, roundSettings } from "./settings.ts";

type Json = z.infer<ReturnType<typeof z.json>>;
type Overrides = { [key: string]: Json };

/** Settings of a round in part, as a caller gives them; checked as a whole by `effectiveSettings`. */
export const roundOverrides = z.record(z.string(), z.json());

/**
 * The whole configuration of a round: defaults, overridden by the project's, overridden by the caller's. Throws
 * INVALID_INPUT, naming each setting that is unknown or out of range.
 */
export function effectiveSettings(projectOverrides: Overrides, overrides: Overrides): RoundSettings {
  const parsed = roundSettings.safeParse(merge(projectOverrides, overrides));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  const [first] = faults;
  throw new AppError("INVALID_INPUT", `Round settings: ${first!.path ? `${first!.path}: ` : ""}${first!.message}`, {
    faults,
  });
}

function merge(below: Overrides, above: Overrides): Overrides {
  const merged = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const other = merged[key];
    merged[key] = isObject(value) && isObject(other) ? merge(other, value) : value;
  }
  return merged;
}

function isObject(value: Json | undefined): value is Overrides {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
