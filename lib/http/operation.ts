import type { z } from "zod";
import type { AppErrorCode } from "../errors.ts";

/** One thing the API does: what a route obeys and what the OpenAPI document says, from the same schemas. */
export interface Operation<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
> {
  /** Its name in generated clients. */
  id: string;
  method: "GET" | "POST";
  /** Below /api/v1, parameters in braces. */
  path: string;
  summary: string;
  description?: string;
  tag: "Installation" | "Projects" | "Annotation" | "Quality" | "Learning" | "Data";
  /** Open to callers without token or session. */
  isPublic?: boolean;
  params: Params;
  query: Query;
  /** JSON, or what a streamed body's lines are made of. */
  body: Body;
  /** The body is read by the use case as it arrives, in this media type; `body` describes one line of it. */
  streamedBody?: { mediaType: string };
  responses: Record<number, { description: string; schema?: z.ZodType; mediaType?: string }>;
  /** Codes a caller should expect beside INVALID_INPUT, UNAUTHENTICATED and INTERNAL. */
  errors: AppErrorCode[];
}

/** Keeps the schemas' types. */
export function operation<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  described: Operation<Params, Query, Body>,
): Operation<Params, Query, Body> {
  return described;
}
