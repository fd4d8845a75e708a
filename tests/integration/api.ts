import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createApiToken } from "../../lib/auth/create-api-token.ts";

// The API as a client sees it, without a server: the route files' handlers, called with real requests.

type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;
type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type RouteFile = Record<Method, Handler>;

const folder = fileURLToPath(new URL("../../app/api/v1/", import.meta.url));

/** Addresses below /api/v1 with the route files that answer there; those without parameters first. */
const routes = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("/route.ts") && !file.includes("[["))
  .map((file) => ({
    file,
    pattern: new RegExp(`^/${path.dirname(file).replace(/\[(\w+)\]/g, "(?<$1>[^/]+)")}$`),
  }))
  .sort((one, other) => one.file.split("[").length - other.file.split("[").length);

async function fileFor(address: string): Promise<{ route: RouteFile; params: object }> {
  for (const { file, pattern } of routes) {
    const match = pattern.exec(address);
    if (match) return { route: await load(file), params: { ...match.groups } };
  }
  return { route: await load("[[...path]]/route.ts"), params: {} };
}

async function load(file: string): Promise<RouteFile> {
  return await import(/* @vite-ignore */ path.join(folder, file));
}

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever came back
  body: any;
}

/** Calls the API with a token; objects are sent as JSON, strings as they are. */
export async function call(
  method: Method,
  address: string,
  { token, body, headers = {} }: { token?: string | null; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const url = new URL(`http://localhost:3000/api/v1${address}`);
  const request = new Request(url, {
    method,
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const { route, params } = await fileFor(url.pathname.slice("/api/v1".length));
  return await read(await route[method](request, { params: Promise.resolve(params) }));
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.split(";")[0] === "application/json";
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}

export async function tokenOf(userId: string): Promise<string> {
  return (await createApiToken({ userId, name: "test" })).token;
}
