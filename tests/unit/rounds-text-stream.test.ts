import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { writeTinyModel } from "../../trainer/models/tiny-model.ts";
import { ChatTokenizer } from "../../trainer/models/tokenizer.ts";
import { TextStream } from "../../trainer/serving/text-stream.ts";
import { openModelFiles } from "../../trainer/weights/model-folder.ts";

const folder = mkdtempSync(path.join(tmpdir(), "attune-text-stream-"));
await writeTinyModel(folder);
const files = openModelFiles(folder);
files.weights.close();
const tokenizer = new ChatTokenizer(files.tokenizer, 259);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Each byte is a token here. */
function stream(text: string, stopTexts: string[] = []): { parts: string[]; stopped: boolean } {
  const reading = new TextStream(tokenizer, stopTexts);
  const parts = tokenizer.encodePlain(text).map((token) => reading.add(token));
  return { parts: [...parts, reading.end()], stopped: reading.stopped };
}

describe("text of tokens as they come", () => {
  test("a character of several tokens is said when it is whole", () => {
    const { parts } = stream("aé🙂b");
    expect(parts).toEqual(["a", "", "é", "", "", "", "🙂", "b", ""]);
  });

  test("what may begin a stop text is held back, and said when it does not", () => {
    expect(stream("a ENx", ["END"]).parts).toEqual(["a", " ", "", "", "ENx", ""]);
    expect(stream("a EN", ["END"]).parts.join("")).toBe("a EN");
  });

  test("nothing after a stop text is said, nor the stop text", () => {
    const { parts, stopped } = stream("one END two", ["END", "two"]);
    expect(parts.join("")).toBe("one ");
    expect(stopped).toBe(true);
  });
});
