import { AppError } from "../../lib/errors.ts";
import type { RoundFailure } from "../../lib/rounds/failure.ts";
import { MemoryError } from "../algorithms/memory-estimate.ts";
import { SelfTestError } from "../algorithms/self-test.ts";

/** A round cannot go on, for a reason that a person can act on. */
export class RoundError extends Error {
  readonly code: string;
  readonly causes: readonly string[];

  constructor(code: string, message: string, causes: readonly string[] = []) {
    super(message);
    this.name = "RoundError";
    this.code = code;
    this.causes = causes;
  }
}

/** What is kept with a failed round and shown: no stack, no SQL. */
export function describeFailure(error: unknown): RoundFailure {
  if (error instanceof RoundError) return { code: error.code, message: error.message, causes: [...error.causes] };
  if (error instanceof SelfTestError) {
    return { code: "self_test", message: error.message.split(" Likely causes:")[0]!, causes: [...error.causes] };
  }
  if (error instanceof MemoryError) {
    return {
      code: "too_little_memory",
      message: error.message.split(" What to change:")[0]!,
      causes: [...error.causes],
    };
  }
  if (error instanceof AppError) return { code: error.code.toLowerCase(), message: error.message, causes: [] };
  if (isSystemError(error) && error.code === "ENOSPC") {
    return {
      code: "disk_full",
      message: "The disk is full; the last checkpoint is kept.",
      causes: ["free some space and resume", "lower the disk quota or the number of versions kept"],
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "error",
    message: message.split("\n")[0]!.slice(0, 500),
    causes: ["the trainer's log says more"],
  };
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === "string";
}
