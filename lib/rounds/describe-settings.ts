import { type RoundSettings, roundSettings } from "./settings.ts";

/**
 * The whole configuration of a round for the log, one line a setting, in the schema's order: `ppo.updates = 24`. A line
 * whose value differs from the default begins with `*` and says the default.
 */
export function describeSettings(settings: RoundSettings): string[] {
  const defaults = new Map(leaves(roundSettings.parse({})));
  return leaves(settings).map(([path, value]) => {
    const standard = defaults.get(path)!;
    return value === standard ? `  ${path} = ${value}` : `* ${path} = ${value} (default ${standard})`;
  });
}

/** Each setting's path and its value as JSON. */
function leaves(group: object, prefix = ""): [path: string, value: string][] {
  return Object.entries(group).flatMap(([name, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? leaves(value, `${prefix}${name}.`)
      : [[`${prefix}${name}`, JSON.stringify(value)] as [string, string]],
  );
}
