import { describe, expect, test } from "vitest";
import { splitOf } from "../../lib/prompts/assign-split.ts";
import { contentHashOf, splitKeyOf } from "../../lib/prompts/fingerprint.ts";
import { fromParts, type Message, messageSchema } from "../../lib/prompts/messages.ts";
import { readLines } from "../../lib/prompts/read-lines.ts";

const ask = (content: string): Message[] => [{ role: "user", content }];

describe("a prompt's fingerprints", () => {
  test("the split key does not see case, punctuation, spacing, width or what comes after", () => {
    const key = splitKeyOf(ask("How do I descale a kettle?"));
    expect(splitKeyOf(ask("  how do i DESCALE\n a kettle ?!"))).toBe(key);
    expect(splitKeyOf(ask("How do I descale a ｋｅｔｔｌｅ"))).toBe(key);
    expect(splitKeyOf([{ role: "system", content: "Be brief." }, ...ask("How do I descale a kettle?")])).toBe(key);
    expect(splitKeyOf(ask("How do I descale a pan?"))).not.toBe(key);
    expect(splitKeyOf(ask("?!"))).not.toBe(splitKeyOf(ask("...")));
    expect(splitKeyOf(ask("你好"))).not.toBe(splitKeyOf(ask("再见")));
  });

  test("the content hash sees every turn and who spoke it", () => {
    const hash = contentHashOf(ask("Hi"));
    expect(contentHashOf(ask("Hi"))).toBe(hash);
    expect(contentHashOf(ask("hi"))).not.toBe(hash);
    expect(contentHashOf([{ role: "system", content: "x" }, ...ask("Hi")])).not.toBe(hash);
  });
});

describe("sides of the split", () => {
  const keys = Array.from({ length: 20_000 }, (_, at) => splitKeyOf(ask(`Question ${at}`)));
  const share = (side: string, shares: { validation: number; gold: number }) =>
    keys.filter((key) => splitOf(key, shares) === side).length / keys.length;

  test("have the shares asked for", () => {
    const shares = { validation: 0.2, gold: 0.1 };
    // Four standard errors at n = 20,000.
    expect(Math.abs(share("validation", shares) - 0.2)).toBeLessThan(0.0114);
    expect(Math.abs(share("gold", shares) - 0.1)).toBeLessThan(0.0085);
    expect(share("train", { validation: 0, gold: 0 })).toBe(1);
  });

  test("are drawn from the content alone: the same at every time", () => {
    // If this fails, prompts already stored and their future near-duplicates would part.
    expect(splitOf(splitKeyOf(ask("How do I descale a kettle?")), { validation: 0.2, gold: 0.1 })).toBe("validation");
  });
});

describe("reading lines", () => {
  const lines = async (body: string | AsyncIterable<Uint8Array>, bytesAtMost = 1000) => {
    const all = [];
    for await (const line of readLines(body, { bytesAtMost })) all.push(line);
    return all;
  };

  test("numbers them from 1 and leaves blank ones out", async () => {
    expect(await lines("\uFEFFa\r\n\n  \nb")).toEqual([
      { number: 1, text: "a\r" },
      { number: 4, text: "b" },
    ]);
    expect(await lines("")).toEqual([]);
  });

  test("puts characters together that chunks cut apart", async () => {
    const bytes = new TextEncoder().encode("é😀\nß");
    async function* singly() {
      for (const byte of bytes) yield new Uint8Array([byte]);
    }
    expect(await lines(singly())).toEqual([
      { number: 1, text: "é😀" },
      { number: 2, text: "ß" },
    ]);
  });

  test("says when a line is no text, and stops at the limit", async () => {
    async function* bad() {
      yield new Uint8Array([0x61, 0xff, 0x0a, 0x62]);
    }
    expect(await lines(bad())).toEqual([
      { number: 1, text: null },
      { number: 2, text: "b" },
    ]);
    await expect(lines("abcdef", 5)).rejects.toMatchObject({ code: "TOO_LARGE" });
  });
});

describe("messages with images", () => {
  const dot = "data:image/png;base64,iVBORw0KGgo=";
  const turn = (url: string) => messageSchema.safeParse({ role: "user", content: "?", images: [{ url }] }).success;

  test("content in parts becomes text and images beside it", () => {
    const content = [
      { type: "text", text: "What" },
      { type: "image_url", image_url: { url: dot } },
      { type: "text", text: "is this?" },
    ];
    expect(fromParts({ role: "user", content })).toEqual({
      role: "user",
      content: "What\n\nis this?",
      images: [{ url: dot }],
    });
    expect(fromParts({ role: "user", content: "plain" })).toEqual({ role: "user", content: "plain" });
  });

  test("only pictures without scripts, inline or by https", () => {
    expect([dot, "https://example.org/cat.png"].map(turn)).toEqual([true, true]);
    const bad = [
      "data:image/svg+xml;base64,PHN2Zz4=",
      "data:text/html;base64,PGI+",
      "http://example.org/cat.png",
      "javascript:alert(1)",
      "/api/v1/projects",
      `data:image/png;base64,${"A".repeat(3_000_000)}`,
    ];
    expect(bad.map(turn)).toEqual(bad.map(() => false));
  });

  test("an image makes another prompt, its absence changes no fingerprint", () => {
    const [plain] = ask("What is this?");
    expect(contentHashOf([{ ...plain!, images: [{ url: dot, alt: "" }] }])).not.toBe(contentHashOf([plain!]));
    expect(contentHashOf([plain!])).toBe("41aa9247eb66074f436b3ef8c24aef63b1a690f072e52fb51699ae6a31317beb");
  });
});
