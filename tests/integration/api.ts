import { createApiToken } from "../../lib/auth/create-api-token.ts";

// The API as a client sees it, without a server: the route files' handlers, called with real requests.

type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;
type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type RouteFile = Record<Method, Handler>;

const routes: [RegExp, () => Promise<RouteFile>][] = [
  [/^\/health$/, () => import("../../app/api/v1/health/route.ts")],
  [/^\/openapi\.json$/, () => import("../../app/api/v1/openapi.json/route.ts")],
  [/^\/projects$/, () => import("../../app/api/v1/projects/route.ts")],
  [/^\/projects\/(?<id>[^/]+)\/imports$/, () => import("../../app/api/v1/projects/[id]/imports/route.ts")],
  [/^\/projects\/(?<id>[^/]+)\/tasks\/next$/, () => import("../../app/api/v1/projects/[id]/tasks/next/route.ts")],
  [/^\/projects\/(?<id>[^/]+)\/export$/, () => import("../../app/api/v1/projects/[id]/export/route.ts")],
  [/^\/projects\/(?<id>[^/]+)\/rounds$/, () => import("../../app/api/v1/projects/[id]/rounds/route.ts")],
  [/^\/rounds\/(?<id>[^/]+)$/, () => import("../../app/api/v1/rounds/[id]/route.ts")],
  [/^\/rounds\/(?<id>[^/]+)\/cancel$/, () => import("../../app/api/v1/rounds/[id]/cancel/route.ts")],
  [/^\/models$/, () => import("../../app/api/v1/models/route.ts")],
  [/^\/tasks\/(?<id>[^/]+)\/annotations$/, () => import("../../app/api/v1/tasks/[id]/annotations/route.ts")],
];
const nothing = () => import("../../app/api/v1/[[...path]]/route.ts") as Promise<RouteFile>;

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever came back
  body: any;
}

/** Calls the API with a token; objects are sent as JSON, strings as they are. */
export async function call(
  method: Method,
  path: string,
  { token, body, headers = {} }: { token?: string | null; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const url = new URL(`http://localhost:3000/api/v1${path}`);
  const request = new Request(url, {
    method,
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const below = url.pathname.slice("/api/v1".length);
  for (const [pattern, load] of routes) {
    const match = pattern.exec(below);
    if (match)
      return await read(await (await load())[method](request, { params: Promise.resolve({ ...match.groups }) }));
  }
  return await read(await (await nothing())[method](request, { params: Promise.resolve({}) }));
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.split(";")[0] === "application/json";
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

export async function tokenOf(userId: string): Promise<string> {
  return (await createApiToken({ userId, name: "test" })).token;
}
