import { readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { createApiToken } from "../../lib/auth/create-api-token.ts";
import { operations } from "../../lib/http/openapi.ts";
import { makeUser } from "./make.ts";

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

/** The answer has the shape that the OpenAPI document promises, and nothing more than that. */
export function expectAsDocumented(operationId: string, answer: Answer) {
  const schema = operations.find(({ id }) => id === operationId)!.responses[answer.status]?.schema;
  expect(schema, `${operationId} documents ${answer.status}: ${JSON.stringify(answer.body)}`).toBeDefined();
  expect(schema!.parse(answer.body)).toEqual(answer.body);
}

/** The error that the API answers with, and nothing of our inside in it. */
export function expectError(answer: Answer, status: number, code: string) {
  expect(answer.body).toEqual({
    error: { code, message: expect.any(String), details: answer.body.error?.details ?? null },
  });
  expect(answer.status).toBe(status);
  expect(JSON.stringify(answer.body)).not.toMatch(/prisma|SELECT |INSERT |node_modules|\.ts:|at \w+ \(/i);
}

/** Tokens of a new project's people, and whose the annotator's is. */
export async function tokensIn(projectId: string) {
  const roles = ["admin", "researcher", "annotator"] as const;
  const people = await Promise.all(roles.map((role) => makeUser({ projectId, role })));
  const [admin, researcher, annotator] = await Promise.all(people.map(({ id }) => tokenOf(id)));
  return { admin: admin!, researcher: researcher!, annotator: annotator!, annotatorId: people[2]!.id };
}
