import type { z } from "zod";
import { type Actor, actorFromSession, actorFromToken } from "../auth/actor.ts";
import { AppError } from "../errors.ts";
import { errorResponse } from "./error-response.ts";
import type { Operation } from "./operation.ts";
import { readJson } from "./read-body.ts";

/** Next gives an address without parameters no `params`. */
type Handler = (request: Request, context: { params?: Promise<object> }) => Promise<Response>;
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Handlers = Record<(typeof methods)[number], Handler>;

interface Input<Params, Query, Body> {
  actor: Actor;
  params: Params;
  query: Query;
  /** `undefined` where the operation reads the body itself. */
  body: Body;
  request: Request;
}

/**
 * A handler that obeys an operation: who is it, is the input well-formed, then `handle`, which authorises and calls one
 * use case. Whatever is thrown becomes an error of the API.
 */
export function endpoint<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  operation: Operation<Params, Query, Body>,
  handle: (input: Input<z.infer<Params>, z.infer<Query>, z.infer<Body>>) => Promise<Response>,
): Handler {
  return async (request, context) => {
    try {
      const actor = operation.isPublic ? nobody : await requestActor(request);
      const params = operation.params.safeParse((await context.params) ?? {});
      if (!params.success) throw new AppError("NOT_FOUND", "There is nothing at this address.");
      const searchParams = Object.fromEntries(new URL(request.url).searchParams);
      const query = parse(operation.query, searchParams, "query");
      const readsItself = operation.method === "GET" || operation.streamedBody !== undefined;
      const body = readsItself ? undefined : parse(operation.body, await readJson(request), "body");
      return await handle({ actor, params: params.data, query, body: body as z.infer<Body>, request });
    } catch (error) {
      return errorResponse(error);
    }
  };
}

/** The exports of a route file: the given methods, and METHOD_NOT_ALLOWED for the others. */
export function route(given: Partial<Handlers>): Handlers {
  const allowed = Object.keys(given);
  const refuse: Handler = async () =>
    errorResponse(new AppError("METHOD_NOT_ALLOWED", `Here is only ${allowed.join(" and ")}.`, { allowed }));
  return Object.fromEntries(methods.map((method) => [method, given[method] ?? refuse])) as Handlers;
}

/** Public operations act for nobody. */
const nobody: Actor = { id: "", email: "", name: "", installationRole: null };

/**
 * The token's owner, or who is signed in. A session counts for reading and for requests that our own pages sent: a
 * browser sends its cookie along with a form that another site made.
 */
async function requestActor(request: Request): Promise<Actor> {
  const byToken = await actorFromToken(request);
  if (byToken) return byToken;
  const bySession = request.method === "GET" || isSameOrigin(request) ? await actorFromSession(request) : null;
  if (!bySession) throw new AppError("UNAUTHENTICATED", "Send an API token: `Authorization: Bearer att_…`.");
  return bySession;
}

function isSameOrigin(request: Request): boolean {
  const origin = request.headers.get("origin");
  const host = request.headers.get("x-forwarded-host") ?? request.headers.get("host") ?? new URL(request.url).host;
  return origin !== null && URL.canParse(origin) && new URL(origin).host === host;
}

function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, where: "query" | "body"): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => ({ path: [where, ...path].join("."), message }));
  throw new AppError("INVALID_INPUT", `${faults[0]!.path}: ${faults[0]!.message}`, { faults });
}
