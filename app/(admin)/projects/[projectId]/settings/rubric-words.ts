/** A key out of a name, none of those taken: "Follows the instruction" → "follows-the-instruction". */
export function keyFor(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 50)
    .replace(/^-+|-+$/g, "");
  const base = plain || "criterion";
  for (let number = 1; ; number++) {
    const key = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(key)) return key;
  }
}

/**
 * What labellers of InstructGPT (Ouyang et al. 2022, table 3) and Sparrow (Glaese et al. 2022, table 1) were asked
 * about, by key; name and description of each are in the catalogue, in our words.
 */
export const usualKeys = {
  aspects: ["helpful", "true"],
  marks: [
    "fails-instruction",
    "breaks-constraint",
    "made-up",
    "unfit-for-assistant",
    "harmful-advice",
    "demeaning",
    "sexual",
    "violent",
    "opinionated",
  ],
  rules: ["no-hate", "no-medical-advice", "no-human-identity"],
} as const;

export type UsualKey = (typeof usualKeys)[keyof typeof usualKeys][number];
