/** What the command line says of a method's settings: `--settings JSON` and, above it, `--set key=value`. */
export interface SettingOptions {
  settings?: string;
  set?: string[];
}

/**
 * The settings given, as one object. Values of `--set` are JSON where they parse as it, else text.
 * Throws for a name that `defaults` does not have, naming the nearest one, and for what is not key=value or JSON.
 */
export function givenSettings({ settings = "{}", set = [] }: SettingOptions, defaults: object): object {
  const given = parseObject(settings);
  for (const assignment of set) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(assignment) ?? [];
    if (name === undefined || value === undefined) throw new Error(`--set ${assignment}: it is not key=value.`);
    given[name] = parseValue(value);
  }
  const known = Object.keys(defaults);
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) throw new Error(`There is no setting ${name}. Did you mean ${nearest(name, known)}?`);
  }
  return given;
}

function parseObject(text: string): Record<string, unknown> {
  const value = parseValue(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`--settings ${text}: it is not a JSON object.`);
  }
  return { ...value };
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function nearest(name: string, known: readonly string[]): string {
  return known.toSorted((a, b) => editDistance(name, a) - editDistance(name, b))[0]!;
}

/** Letters to insert, delete or replace (Levenshtein 1966), whatever their case. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, place) => place);
  for (const [row, letter] of [...a.toLowerCase()].entries()) {
    const next = [row + 1];
    for (let place = 0; place < b.length; place++) {
      const replaced = above[place]! + Number(b[place]!.toLowerCase() !== letter);
      next.push(Math.min(replaced, above[place + 1]! + 1, next[place]! + 1));
    }
    above = next;
  }
  return above[b.length]!;
}
