import { z } from "zod";

/** An id as it comes from a browser: bounded, and looked up before it is trusted. */
export const identifier = z.string().min(1).max(64);
