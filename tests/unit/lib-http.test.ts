import { expect, test } from "vitest";
import { AppError } from "../../lib/errors.ts";
import { errorResponse } from "../../lib/http/error-response.ts";
import { streamLines } from "../../lib/http/stream-lines.ts";

const kilobyte = "x".repeat(1023);

test("a stream of lines is produced as fast as it is read, and ends its source when the reader leaves", async () => {
  let produced = 0;
  let ended = false;
  async function* endless() {
    try {
      for (;;) {
        produced += 1;
        yield `${kilobyte}\n`;
      }
    } finally {
      ended = true;
    }
  }
  const reader = streamLines(endless()).getReader();
  const chunk = (await reader.read()).value!;
  expect(chunk.length).toBeGreaterThanOrEqual(64 * 1024);
  await new Promise(setImmediate);
  // The chunk read and at most one more, made ready.
  expect(produced).toBeLessThanOrEqual(2 * 65);
  await reader.cancel();
  expect(ended).toBe(true);
});

test("a stream that fails on the way breaks off instead of ending", async () => {
  async function* failing() {
    yield "one\n";
    throw new Error("the database is gone");
  }
  await expect(new Response(streamLines(failing())).text()).rejects.toThrow();
});

test("nothing but what was thrown on purpose is told", async () => {
  const original = console.error;
  console.error = () => {};
  const unknown = errorResponse(new Error("password=secret in SELECT 1"));
  console.error = original;
  expect(unknown.status).toBe(500);
  expect(await unknown.text()).not.toContain("secret");
  const limited = errorResponse(new AppError("RATE_LIMITED", "Too many tries.", { retryAfterSeconds: 30 }));
  expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "30"]);
});
