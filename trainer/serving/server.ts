import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { z } from "zod";
import { answerChat, answerHead, ChatError, usageOf } from "./chat-completions.ts";
import { type ChatRequest, chatRequestSchema } from "./chat-request.ts";
import type { LoadedVersion } from "./loaded-models.ts";

/** What the server needs to know of versions; the caller looks it up. */
export interface ServedModels {
  /** False while the base model is on its way. */
  isReady(): boolean;
  /** The version that a request's `model` means, or null. */
  resolve(name: string): Promise<string | null>;
  list(): Promise<{ id: string; name: string; createdAt: Date }[]>;
  use<Result>(versionId: string, work: (version: LoadedVersion) => Promise<Result>): Promise<Result>;
}

const largestBody = 4 * 1024 * 1024;

/**
 * An OpenAI-compatible server: `POST /v1/chat/completions` (streaming too) and `GET /v1/models` for who knows the
 * secret, `GET /health` for all.
 */
export function createChatServer(models: ServedModels, secret: string): Server {
  return createServer((request, response) => {
    handle(request, response, models, secret).catch((error: unknown) => respondError(response, error));
  });
}

async function handle(request: IncomingMessage, response: ServerResponse, models: ServedModels, secret: string) {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  if (request.method === "GET" && pathname === "/health") {
    respond(response, 200, { status: "ok", ready: models.isReady() });
    return;
  }
  if (!isAllowed(request, secret)) {
    throw new ChatError(401, "invalid_api_key", "Send the sampler's secret: `Authorization: Bearer …`.");
  }
  if (request.method === "GET" && pathname === "/v1/models") {
    const data = (await models.list()).map(({ id, name, createdAt }) => ({
      id,
      object: "model",
      created: Math.floor(createdAt.getTime() / 1000),
      owned_by: "attune",
      name,
    }));
    respond(response, 200, { object: "list", data });
    return;
  }
  if (request.method === "POST" && pathname === "/v1/chat/completions") {
    await chat(response, parse(await readBody(request)), models);
    return;
  }
  throw new ChatError(404, "not_found", "There is nothing at this address.");
}

async function chat(response: ServerResponse, request: ChatRequest, models: ServedModels): Promise<void> {
  if (!models.isReady()) throw new ChatError(503, "loading", "The base model is still being fetched.");
  const versionId = await models.resolve(request.model);
  if (!versionId) throw new ChatError(404, "model_not_found", `There is no model ${request.model} that can answer.`);
  const gone = new AbortController();
  response.on("close", () => gone.abort(new Error("the caller is gone")));
  const head = answerHead(versionId);
  if (!request.stream) {
    const answer = await models.use(versionId, (version) => answerChat(version, request, { signal: gone.signal }));
    respond(response, 200, {
      ...head,
      object: "chat.completion",
      choices: answer.choices.map(({ text, finishReason }, index) => ({
        index,
        message: { role: "assistant", content: text },
        finish_reason: finishReason,
        logprobs: null,
      })),
      usage: usageOf(answer),
    });
    return;
  }
  const send = (body: object) =>
    response.write(`data: ${JSON.stringify({ ...head, object: "chat.completion.chunk", ...body })}\n\n`);
  const choice = (index: number, delta: object, finishReason: string | null) =>
    send({ choices: [{ index, delta, finish_reason: finishReason, logprobs: null }] });
  const answer = await models.use(versionId, (version) => {
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
    for (let index = 0; index < (request.n ?? 1); index++) choice(index, { role: "assistant", content: "" }, null);
    return answerChat(version, request, {
      signal: gone.signal,
      onText: (index, content) => choice(index, { content }, null),
    });
  });
  for (const [index, { finishReason }] of answer.choices.entries()) choice(index, {}, finishReason);
  if (request.stream_options?.include_usage) send({ choices: [], usage: usageOf(answer) });
  response.end("data: [DONE]\n\n");
}

function isAllowed(request: IncomingMessage, secret: string): boolean {
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > largestBody) throw new ChatError(413, "too_large", `The request is above ${largestBody} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(body: string): ChatRequest {
  let content: unknown;
  try {
    content = JSON.parse(body);
  } catch {
    throw new ChatError(400, "invalid_request", "The body is not JSON.");
  }
  const parsed = chatRequestSchema.safeParse(content);
  if (!parsed.success) throw new ChatError(400, "invalid_request", z.prettifyError(parsed.error));
  return parsed.data;
}

function respond(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(body));
}

/** No stack and no path reaches a caller. */
function respondError(response: ServerResponse, error: unknown): void {
  if (response.closed || response.destroyed) return;
  const known = error instanceof ChatError ? error : null;
  if (!known) console.error(error);
  const body = {
    error: {
      message: known?.message ?? "Something went wrong in the sampler; its log says more.",
      type: known && known.status < 500 ? "invalid_request_error" : "server_error",
      code: known?.code ?? "internal",
    },
  };
  if (response.headersSent) response.end(`data: ${JSON.stringify(body)}\n\n`);
  else respond(response, known?.status ?? 500, body);
}
