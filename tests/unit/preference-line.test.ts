import { expect, test } from "vitest";
import { toDemonstrationLine, toRankedLine } from "../../bin/commands/train/preference-line.ts";

const ranked = (line: object) => JSON.parse(toRankedLine(JSON.stringify(line)));
const two = [
  { text: "good", rank: 1 },
  { text: "bad", rank: 2 },
];

test("reads TRL's pairs as turns and as text", () => {
  expect(ranked({ prompt: "Why?", chosen: "good", rejected: "bad" })).toEqual({ prompt: "Why?", completions: two });
  const answer = (content: string) => [{ role: "assistant", content }];
  const prompt = [{ role: "user", content: "Why?" }];
  expect(ranked({ prompt, chosen: answer("good"), rejected: answer("bad") })).toEqual({ prompt, completions: two });
});

test("takes the prompt out of conversations that hold it", () => {
  const turn = (role: string, content: string) => ({ role, content });
  const prompt = [turn("user", "Hi"), turn("assistant", "Yes?"), turn("user", "And?")];
  const answer = (content: string) => [...prompt, turn("assistant", content)];
  expect(JSON.parse(toRankedLine(JSON.stringify({ chosen: answer("good"), rejected: answer("bad") })))).toEqual({
    prompt,
    completions: [
      { text: "good", rank: 1 },
      { text: "bad", rank: 2 },
    ],
  });
  const other = JSON.stringify({ chosen: answer("good"), rejected: [turn("user", "Ho"), turn("assistant", "bad")] });
  expect(toRankedLine(other)).toBe(other);
});

test("ends the prompt of two transcripts at the last answer mark they share", () => {
  const asked = "\n\nHuman: Hello\n\nAssistant: Yes?\n\nHuman: Why?\n\nAssistant:";
  expect(ranked({ chosen: `${asked} good`, rejected: `${asked} bad` })).toEqual({
    prompt: [
      { role: "user", content: "Hello" },
      { role: "assistant", content: "Yes?" },
      { role: "user", content: "Why?" },
    ],
    completions: two,
  });
});

test("ranks by utility, the highest first; equal ones tie", () => {
  const completions = [0.5, 2, 0.5].map((utility, place) => ({ text: `${place}`, utility, model: "m" }));
  expect(ranked({ prompt: "Why?", completions }).completions.map(({ rank }: { rank: number }) => rank)).toEqual([
    2, 1, 2,
  ]);
});

test("leaves other lines as they are, for the reader to judge", () => {
  for (const line of ["no JSON", '{"prompt":"Why?"}', '{"chosen":"a","rejected":"b"}'])
    expect(toRankedLine(line)).toBe(line);
});

test("keeps the turns before the last one, wherever they stand", () => {
  const turn = (role: string, content: string) => ({ role, content });
  const [hi, yes, and, well] = [
    turn("user", "Hi"),
    turn("assistant", "Yes?"),
    turn("user", "And?"),
    turn("assistant", "Well"),
  ];
  const demonstration = { prompt: [hi, yes, and], completions: [{ text: "Well" }], kind: "demonstrate" };
  for (const line of [
    { messages: [hi, yes, and, well] },
    { prompt: [hi], completion: [yes, and, well] },
    { prompt: "Hi", completion: [yes, and, well] },
    { prompt: [hi, yes, and], completion: [well] },
  ]) {
    expect(JSON.parse(toDemonstrationLine(JSON.stringify(line)))).toEqual(demonstration);
  }
  const unanswered = JSON.stringify({ messages: [hi, yes, and] });
  expect(toDemonstrationLine(unanswered)).toBe(unanswered);
  const pair = { prompt: "Hi", chosen: [yes, and, well], rejected: [yes, and, turn("assistant", "No")] };
  expect(JSON.parse(toRankedLine(JSON.stringify(pair)))).toMatchObject({
    prompt: [hi, yes, and],
    completions: [{ text: "Well" }, { text: "No" }],
  });
});

test("reads a demonstration as text and as turns", () => {
  const expected = { prompt: "Why?", completions: [{ text: "good" }], kind: "demonstrate" };
  for (const completion of ["good", [{ role: "assistant", content: "good" }]]) {
    expect(JSON.parse(toDemonstrationLine(JSON.stringify({ prompt: "Why?", completion })))).toEqual(expected);
  }
});
