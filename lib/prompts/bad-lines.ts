import { AppError } from "../errors.ts";

/** Faults of lines that an answer names; it counts the others. */
export const faultsShown = 20;

/** What refuses a whole import for some of its lines. */
export function badLines(faults: readonly { line: number; reason: string }[], count = faults.length): AppError {
  return new AppError(
    "INVALID_INPUT",
    `${count === 1 ? "One line is not right" : `${count} lines are not right`}; nothing was imported.`,
    {
      faults: faults.slice(0, faultsShown),
      count,
    },
  );
}
