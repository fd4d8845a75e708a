import { notFound } from "next/navigation";
import { AppError } from "../../lib/errors.ts";

/** What a page shows, or the not-found page where a use case says NOT_FOUND. */
export async function orNotFound<Value>(reading: Promise<Value>): Promise<Value> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AppError && error.code === "NOT_FOUND") notFound();
    throw error;
  }
}
