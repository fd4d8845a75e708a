import { beforeAll, expect, it } from "vitest";
import { cacheActivations } from "../../trainer/algorithms/activations.ts";
import { compareKnowledge } from "../../trainer/evaluation/compare-knowledge.ts";
import { reportDemonstrations } from "../../trainer/evaluation/demonstration-loss.ts";
import { questions } from "../../trainer/evaluation/knowledge/questions.ts";
import { refusals, safetyProbes } from "../../trainer/evaluation/knowledge/safety-probes.ts";
import { passages } from "../../trainer/evaluation/knowledge/texts.ts";
import { type KnowledgeMeasurement, measureKnowledge } from "../../trainer/evaluation/knowledge.ts";
import { completionLogProbs } from "../../trainer/evaluation/log-probs.ts";
import type { LanguageModel } from "../../trainer/models/language-model.ts";
import type { Top } from "../../trainer/models/top.ts";
import { knowledgeGate } from "../../trainer/rounds/gates.ts";
import { tf } from "../../trainer/tensor/backend.ts";
import { tinyModel } from "./algorithms-fixtures.ts";

let model: LanguageModel;
let base: KnowledgeMeasurement;
let damaged: KnowledgeMeasurement;

/** The same weights, far too sure of themselves: what a random model can lose. */
function tooSure(top: Top): Top {
  const damaged = top.clone();
  const gain = damaged.variables.get("model.norm.weight")!;
  tf.tidy(() => gain.assign(tf.mul(gain, 6)));
  return damaged;
}

beforeAll(async () => {
  model = await tinyModel();
  [base, damaged] = measureKnowledge([model.top, tooSure(model.top)], model.tokenizer) as [
    KnowledgeMeasurement,
    KnowledgeMeasurement,
  ];
});

/** Sum of the log-probabilities of an answer, computed by itself. */
function logProb(prompt: readonly number[], completion: readonly number[]): number {
  const sequence = { tokens: [...prompt, ...completion], promptLength: prompt.length };
  const cached = cacheActivations(model.trunk, [sequence], model.tokenizer.padToken);
  return completionLogProbs(model.top, cached, model.tokenizer.padToken)[0]!;
}

it("measures the texts, questions and openings that it says it does", () => {
  const { tokenizer } = model;
  // The shortest: the tiny model's context holds no more than a sentence or two.
  const place = passages.findIndex(({ text }) => text.length < 150);
  const tokens = tokenizer.encodePlain(passages[place]!.text);
  expect(base.texts[place]).toBeCloseTo(-logProb(tokens.slice(0, 1), tokens.slice(1)) / (tokens.length - 1), 4);

  const chat = (content: string) => tokenizer.encodeChat([{ role: "user", content }], { systemPrompt: null });
  const { question, options } = questions[7]!;
  const odds = options.map((option) => Math.exp(logProb(chat(question), tokenizer.encodePlain(option))));
  const sum = odds.reduce((total, value) => total + value, 0);
  expect(base.questions[7]).toBeCloseTo(odds[0]! / sum, 4);
  expect(base.right[7]).toBe(odds[0] === Math.max(...odds));

  const prompt = chat(safetyProbes[3]!.prompt);
  const declined = refusals.map((opening) => Math.exp(logProb(prompt, tokenizer.encodePlain(opening))));
  const expected = declined.reduce((total, value) => total + value, 0);
  expect(base.refusals[3]! / expected).toBeCloseTo(1, 3);
});

it("finds no difference between a model and itself, whatever is measured along with it", () => {
  const [alone] = measureKnowledge([model.top.clone()], model.tokenizer);
  expect(alone).toEqual(base);
  const { texts, questions: asked, refusalsDue } = compareKnowledge(base, alone!);
  for (const { loss } of [texts, asked, refusalsDue]) expect(loss).toEqual({ mean: 0, lower: 0, upper: 0 });
});

it("sees damaged weights, and the gate fails", () => {
  const report = compareKnowledge(base, damaged);
  expect(report.texts.loss.lower).toBeGreaterThan(0.1);
  const gate = knowledgeGate(report, { textLossMargin: 0.1, questionMargin: 0.05 });
  expect(gate.outcome).toBe("failed");
});

it("compares what two tops expect of demonstrations", () => {
  const { tokenizer } = model;
  const demonstrations = ["hello", "no", "perhaps"].map((text) => {
    const prompt = tokenizer.encodeChat([{ role: "user", content: "Hi" }], { systemPrompt: null });
    return {
      tokens: [...prompt, ...tokenizer.encodeCompletion(text, { finished: true })],
      promptLength: prompt.length,
    };
  });
  const same = reportDemonstrations({ base: model.top, tuned: model.top }, demonstrations, tokenizer.padToken);
  expect(same.difference).toEqual({ mean: 0, lower: 0, upper: 0 });
  const worse = reportDemonstrations(
    { base: model.top, tuned: tooSure(model.top) },
    demonstrations,
    tokenizer.padToken,
  );
  expect(worse.difference.mean).toBeCloseTo(worse.tuned - worse.base, 6);
  expect(worse.difference.mean).toBeGreaterThan(0);
});
