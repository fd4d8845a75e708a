import { codingPrompts } from "./coding.ts";
import { conversationPrompts } from "./conversations.ts";
import type { DemoPrompt } from "./demo-prompt.ts";
import { everydayPrompts } from "./everyday.ts";
import { feelingsPrompts } from "./feelings.ts";
import { reasoningPrompts } from "./reasoning.ts";
import { sensitivePrompts } from "./sensitive.ts";
import { writingPrompts } from "./writing.ts";

/** Every prompt of the demo project. Written for it; nothing is taken from a data set. */
export const demoPrompts: DemoPrompt[] = [
  ...everydayPrompts,
  ...feelingsPrompts,
  ...writingPrompts,
  ...codingPrompts,
  ...reasoningPrompts,
  ...sensitivePrompts,
  ...conversationPrompts,
];
