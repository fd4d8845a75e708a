import { unstable_rethrow } from "next/navigation";
import { z } from "zod";
import { AppError, type AppErrorCode } from "../../lib/errors.ts";
import { detailsInWords, inputFaults, refusalWords } from "../_i18n/refusal-words.ts";

/** What a server action answers: errors that people can act on come back as values, not as thrown pages. */
export type ActionResult<Value = null> =
  | { ok: true; value: Value }
  | { ok: false; code: AppErrorCode; message: string; details: unknown };

/**
 * Runs the body of a server action. An AppError becomes its message, input that does not parse INVALID_INPUT with its
 * faults, both in the reader's language; anything else is logged and reaches the browser as one general sentence.
 */
export async function perform<Value>(work: () => Promise<Value>): Promise<ActionResult<Value>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    unstable_rethrow(error);
    const issues = issuesOf(error);
    if (issues) {
      const faults = await inputFaults(issues);
      const message = faults.map((fault) => fault.message).join(" ");
      return { ok: false, code: "INVALID_INPUT", message, details: { faults } };
    }
    if (error instanceof AppError) {
      return {
        ok: false,
        code: error.code,
        message: await refusalWords(error),
        details: await detailsInWords(error.details),
      };
    }
    console.error(error);
    const message = await refusalWords({
      code: "INTERNAL",
      message:
        "Something went wrong on our side; nothing was changed. Try again, and look at the server's log if it stays.",
    });
    return { ok: false, code: "INTERNAL", message, details: null };
  }
}

/** What does not parse, found by an action or by a use case. */
function issuesOf(error: unknown): z.core.$ZodIssue[] | null {
  if (error instanceof z.ZodError) return error.issues;
  const isInvalid = error instanceof AppError && error.code === "INVALID_INPUT" && Array.isArray(error.details);
  return isInvalid ? (error.details as z.core.$ZodIssue[]) : null;
}
