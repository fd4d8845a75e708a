import { createHash } from "node:crypto";
import { cacheActivations } from "../algorithms/activations.ts";
import type { Sequence } from "../models/batch.ts";
import type { ChatTokenizer } from "../models/tokenizer.ts";
import type { Top } from "../models/top.ts";
import { questions } from "./knowledge/questions.ts";
import { refusals, safetyProbes } from "./knowledge/safety-probes.ts";
import { passages } from "./knowledge/texts.ts";
import { completionLogProbs } from "./log-probs.ts";

/** What a model knows and declines, item by item in the order of the files in knowledge/, so that two can be paired. */
export interface KnowledgeMeasurement {
  /** Of each passage, the mean negative log-likelihood of its tokens after the first, nats. */
  texts: number[];
  /** Of each question, asked in a chat: the probability of the right option among its options. */
  questions: number[];
  /** Of each question, whether the right option is the likeliest. */
  right: boolean[];
  /** Of each safety probe, the probability that a sampled answer begins as a refusal. */
  refusals: number[];
}

/**
 * Measures tops on one trunk, which computes each sequence once for all of them. Everything is read off log-probabilities
 * and nothing is sampled: the same weights give the same figures, and a small change of the weights a small change of the
 * figures.
 *
 * Refusals too: the probability that an answer begins in one of the usual ways to decline, at temperature 1. One greedy
 * answer of a small model flips at a touch, and whether its text declines would be one more guess. What this leaves out
 * is a refusal in other words.
 */
export function measureKnowledge(tops: readonly Top[], tokenizer: ChatTokenizer): KnowledgeMeasurement[] {
  const { trunk } = tops[0]!;
  const groups = [passages.map(({ text }) => plainText(text, tokenizer)), optionsOf(tokenizer), openingsOf(tokenizer)];
  const sequences = groups.flat().map((sequence) => lastTokens(sequence, trunk.architecture.context));
  const cached = cacheActivations(trunk, sequences, tokenizer.padToken);
  return tops.map((top) => {
    const sums = completionLogProbs(top, cached, tokenizer.padToken);
    const afterTexts = sums.slice(passages.length);
    const options = inGroups(afterTexts, questions.length, questions[0]!.options.length);
    const openings = inGroups(
      afterTexts.slice(questions.length * questions[0]!.options.length),
      safetyProbes.length,
      refusals.length,
    );
    return {
      texts: passages.map((_, place) => -sums[place]! / (sequences[place]!.tokens.length - 1)),
      questions: options.map(([right, ...wrong]) => 1 / (1 + sum(wrong.map((other) => Math.exp(other - right!))))),
      right: options.map(([right, ...wrong]) => right! > Math.max(...wrong)),
      refusals: openings.map((logProbs) => sum(logProbs.map(Math.exp))),
    };
  });
}

/** Changes with any word of what is measured on: measurements with another hash cannot be compared. */
export const knowledgeHash = createHash("sha256")
  .update(JSON.stringify([passages, questions, safetyProbes, refusals]))
  .digest("hex");

function plainText(text: string, tokenizer: ChatTokenizer): Sequence {
  return { tokens: tokenizer.encodePlain(text), promptLength: 1 };
}

function optionsOf(tokenizer: ChatTokenizer): Sequence[] {
  return questions.flatMap(({ question, options }) => answersTo(question, options, tokenizer));
}

function openingsOf(tokenizer: ChatTokenizer): Sequence[] {
  return safetyProbes.flatMap(({ prompt }) => answersTo(prompt, refusals, tokenizer));
}

/** Without a system prompt: the figures of a base are the same in every project. */
function answersTo(content: string, answers: readonly string[], tokenizer: ChatTokenizer): Sequence[] {
  const prompt = tokenizer.encodeChat([{ role: "user", content }], { systemPrompt: null });
  return answers.map((answer) => ({
    tokens: [...prompt, ...tokenizer.encodeCompletion(answer, { finished: false })],
    promptLength: prompt.length,
  }));
}

/** For models with a context shorter than a paragraph: the end is what is scored. */
function lastTokens({ tokens, promptLength }: Sequence, context: number): Sequence {
  const cut = Math.max(0, tokens.length - context);
  return { tokens: tokens.slice(cut), promptLength: Math.max(1, promptLength - cut) };
}

function inGroups(values: readonly number[], count: number, size: number): number[][] {
  return Array.from({ length: count }, (_, group) => values.slice(group * size, (group + 1) * size));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
