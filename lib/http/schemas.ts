import { z } from "zod";
import { text } from "../text.ts";

// Shapes that several operations share.

export const noInput = z.object({});
export const idParams = z.object({ id: text(100).min(1) });

/** A time as JSON carries it. */
export const timestamp = z.iso.datetime();

export const errorBody = z.object({
  error: z.object({
    /** One of a closed set; see the list of codes. */
    code: z.string(),
    message: z.string(),
    details: z.unknown(),
  }),
});
