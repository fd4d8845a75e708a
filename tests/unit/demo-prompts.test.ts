import { describe, expect, it } from "vitest";
import { toMessages } from "../../lib/projects/demo/demo-prompt.ts";
import { demoPrompts } from "../../lib/projects/demo/prompts.ts";
import { messagesSchema } from "../../lib/prompts/messages.ts";

describe("the demo project's prompts", () => {
  it("are conversations that wait for an answer", () => {
    for (const prompt of demoPrompts) expect(messagesSchema.safeParse(toMessages(prompt)).error).toBeUndefined();
  });

  it("cover every theme, with at least twelve conversations of three to seven turns", () => {
    const themes = new Set(demoPrompts.map((prompt) => prompt.tags[0]));
    expect(demoPrompts.length).toBeGreaterThanOrEqual(72);
    expect([...themes].sort()).toEqual(
      ["coding", "empathy", "everyday", "multi-turn", "reasoning", "sensitive", "writing"].sort(),
    );
    const conversations = demoPrompts.filter((prompt) => prompt.tags[0] === "multi-turn");
    expect(conversations.length).toBeGreaterThanOrEqual(12);
    for (const { turns } of conversations) expect([3, 5, 7]).toContain(turns.length);
  });

  it("open differently, so that each can stand on its own side of the split", () => {
    const openings = demoPrompts.map((prompt) => prompt.turns[0]!.toLowerCase());
    expect(new Set(openings).size).toBe(openings.length);
  });

  it("are short enough to train on with two cores", () => {
    for (const { turns } of demoPrompts) expect(turns.join(" ").split(/\s+/).length).toBeLessThanOrEqual(80);
  });
});
