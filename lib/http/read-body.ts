import { AppError } from "../errors.ts";

const jsonBytesAtMost = 2 ** 20;

/** A request's body as it arrives; nothing for none. */
export async function* bodyChunks(request: Request): AsyncGenerator<Uint8Array> {
  const reader = request.body?.getReader();
  if (!reader) return;
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
}

/** A JSON body of up to 1 MiB; `{}` for none. Throws TOO_LARGE, or INVALID_INPUT for what is not JSON in UTF-8. */
export async function readJson(request: Request): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of bodyChunks(request)) {
    bytes += chunk.length;
    if (bytes > jsonBytesAtMost) throw new AppError("TOO_LARGE", "A body has at most 1 MiB.");
    chunks.push(chunk);
  }
  if (bytes === 0) return {};
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new AppError("INVALID_INPUT", "The body is not JSON in UTF-8.");
  }
}
