import { AppError } from "../errors.ts";

export interface Line {
  /** From 1. */
  number: number;
  /** Null where the line is not UTF-8. */
  text: string | null;
}

const newline = 0x0a;

/**
 * Splits a body into its lines as it arrives. Blank lines are left out, a byte order mark is too.
 * Throws TOO_LARGE as soon as there are more than `bytesAtMost`.
 */
export async function* readLines(
  body: string | AsyncIterable<Uint8Array>,
  { bytesAtMost }: { bytesAtMost: number },
): AsyncGenerator<Line> {
  const chunks = typeof body === "string" ? [new TextEncoder().encode(body)] : body;
  let bytes = 0;
  let number = 0;
  let parts: Uint8Array[] = [];
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > bytesAtMost) {
      throw new AppError("TOO_LARGE", `A body has at most ${Math.floor(bytesAtMost / 2 ** 20)} MiB. Send it in parts.`);
    }
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      parts.push(chunk.subarray(start, end));
      number += 1;
      yield* toLine(parts, number);
      parts = [];
      start = end + 1;
    }
    if (start < chunk.length) parts.push(chunk.slice(start));
  }
  yield* toLine(parts, number + 1);
}

function* toLine(parts: Uint8Array[], number: number): Generator<Line> {
  const text = decode(Buffer.concat(parts));
  if (text === null || text.trim() !== "") yield { number, text };
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
