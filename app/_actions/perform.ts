import { unstable_rethrow } from "next/navigation";
import { z } from "zod";
import { AppError, type AppErrorCode } from "../../lib/errors.ts";

/** What a server action answers: errors that people can act on come back as values, not as thrown pages. */
export type ActionResult<Value = null> =
  | { ok: true; value: Value }
  | { ok: false; code: AppErrorCode; message: string; details: unknown };

/**
 * Runs the body of a server action. An AppError becomes its message; input that does not parse becomes INVALID_INPUT with
 * its issues; anything else is logged and reaches the browser as one general sentence.
 */
export async function perform<Value>(work: () => Promise<Value>): Promise<ActionResult<Value>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    unstable_rethrow(error);
    if (error instanceof AppError) {
      return { ok: false, code: error.code, message: error.message, details: error.details ?? null };
    }
    if (error instanceof z.ZodError) {
      return { ok: false, code: "INVALID_INPUT", message: z.prettifyError(error), details: error.issues };
    }
    console.error(error);
    return {
      ok: false,
      code: "INTERNAL",
      message:
        "Something went wrong on our side; nothing was changed. Try again, and look at the server's log if it stays.",
      details: null,
    };
  }
}
