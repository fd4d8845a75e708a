import type { z } from "zod";
import type { Actor } from "../auth/actor.ts";
import { type Credential, sessionCredential, tokenCredential, unknownToken } from "../auth/credential.ts";
import { type Identified, identify, type Place } from "../auth/identify.ts";
import { type Capability, requireGranted } from "../auth/permissions.ts";
import { AppError } from "../errors.ts";
import type { Role } from "../generated/prisma/enums.ts";
import { errorResponse } from "./error-response.ts";
import type { Operation } from "./operation.ts";
import { addressOf, count } from "./rate-limit.ts";
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
      const actor = operation.isPublic ? nobody : (await identified(request, null)).actor;
      const params = operation.params.safeParse((await context.params) ?? {});
      if (!params.success) throw new AppError("NOT_FOUND", "There is nothing at this address.");
      return await handle({ actor, params: params.data, ...(await inputOf(operation, request)), request });
    } catch (error) {
      return errorResponse(error);
    }
  };
}

/**
 * As endpoint, for what is about one project or task (the address' `id`) and asks for one capability there: one round
 * trip finds the caller and what they may, where this is asked most.
 */
export function endpointIn<Params extends z.ZodType<{ id: string }>, Query extends z.ZodType, Body extends z.ZodType>(
  { of, capability }: { of: Place["of"]; capability: Capability },
  operation: Operation<Params, Query, Body>,
  handle: (
    input: Input<z.infer<Params>, z.infer<Query>, z.infer<Body>> & {
      /** The project, or the task's. */ projectId: string;
      /** The strongest of the caller's that grants it. */ role: Role;
    },
  ) => Promise<Response>,
): Handler {
  return async (request, context) => {
    try {
      const params = operation.params.safeParse((await context.params) ?? {});
      const found = await identified(request, params.success ? { of, id: params.data.id } : null);
      if (!params.success) throw new AppError("NOT_FOUND", "There is nothing at this address.");
      const input = await inputOf(operation, request);
      const { projectId, role } = requireGranted(found, capability, of);
      return await handle({ actor: found.actor, projectId, role, params: params.data, ...input, request });
    } catch (error) {
      return errorResponse(error);
    }
  };
}

async function inputOf<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType>(
  operation: Operation<Params, Query, Body>,
  request: Request,
): Promise<{ query: z.infer<Query>; body: z.infer<Body> }> {
  const query = parse(operation.query, Object.fromEntries(new URL(request.url).searchParams), "query");
  const readsItself = operation.method === "GET" || operation.streamedBody !== undefined;
  const body = readsItself ? undefined : parse(operation.body, await readJson(request), "body");
  return { query, body: body as z.infer<Body> };
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

/** Who sent a request, and what they are where it is about. Throws UNAUTHENTICATED, or RATE_LIMITED. */
async function identified(request: Request, place: Place | null): Promise<Identified> {
  const credential = tokenCredential(request) ?? (await sessionOf(request));
  if (!credential) throw new AppError("UNAUTHENTICATED", "Send an API token: `Authorization: Bearer att_…`.");
  const found = await identify({ credential, place });
  if (found) {
    await count("request", found.actor.id);
    return found;
  }
  await count("refusedFromAddress", addressOf(request.headers));
  throw credential.kind === "token" ? unknownToken() : new AppError("UNAUTHENTICATED", "Sign in again.");
}

/**
 * A session counts for reading and for requests that our own pages sent: a browser sends its cookie along with a form that
 * another site made.
 */
async function sessionOf(request: Request): Promise<Credential | null> {
  return request.method === "GET" || isSameOrigin(request) ? await sessionCredential(request) : null;
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
