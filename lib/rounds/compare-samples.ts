import { type Database, db } from "../db/client.ts";
import type { Message } from "../prompts/messages.ts";
import { messagesSchema } from "../prompts/messages.ts";
import type { RoundSampleView } from "./get-round.ts";

/** What was answered to one held-out prompt before, during and after a round. */
export interface SampleComparison {
  promptId: string;
  messages: Message[];
  /** By the base model, where the reference is another. */
  base: RoundSampleView[];
  before: RoundSampleView[];
  during: RoundSampleView[];
  after: RoundSampleView[];
  /** Mean reward after less mean reward before; null while either is missing. */
  gain: number | null;
}

/** A round's samples prompt by prompt; where both sides are there, the largest changes of reward first. */
export async function compareSamples({
  roundId,
  limit = 24,
  database = db(),
}: {
  roundId: string;
  /** Prompts, at most. */
  limit?: number;
  database?: Database;
}): Promise<SampleComparison[]> {
  const rows = await database.roundSample.findMany({
    where: { roundId },
    orderBy: [{ promptId: "asc" }, { step: "asc" }, { index: "asc" }],
    include: { prompt: { select: { messages: true } } },
  });
  const byPrompt = new Map<string, SampleComparison>();
  for (const { id: _id, roundId: _round, prompt, ...sample } of rows) {
    let comparison = byPrompt.get(sample.promptId);
    if (!comparison) {
      const messages = messagesSchema.parse(prompt.messages);
      comparison = { promptId: sample.promptId, messages, base: [], before: [], during: [], after: [], gain: null };
      byPrompt.set(sample.promptId, comparison);
    }
    comparison[sample.phase].push(sample);
  }
  const comparisons = [...byPrompt.values()];
  for (const comparison of comparisons) {
    const { before, after } = comparison;
    if (before.length > 0 && after.length > 0) comparison.gain = meanReward(after) - meanReward(before);
  }
  return comparisons.sort((a, b) => Math.abs(b.gain ?? 0) - Math.abs(a.gain ?? 0)).slice(0, limit);
}

function meanReward(samples: readonly RoundSampleView[]): number {
  return samples.reduce((sum, { reward }) => sum + reward, 0) / samples.length;
}
