/**
 * Over-optimisation with the real stack on a tiny model (Gao et al. 2023, arXiv:2210.10760): reward models that learned from
 * few noisy comparisons are maximised by PPO with a small β, and each look of the guard is held against what answers are
 * truly worth. Where does the guard stop, and how much of the best is kept?
 *
 *   npm run bench -- overoptimisation [--comparisons 100,400,1600] [--updates 60] [--seed 1] [--svg FILE] [--json FILE]
 *
 * Everything is the trainer's own: fine-tuning makes the start, a reward model on the gold side is cross-validated and
 * trained, proxies are trained on other comparisons, PPO runs to its last update, and the guard's rule is read off the looks.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { createPpoTrainer } from "../../trainer/algorithms/ppo.ts";
import { createRewardTrainer } from "../../trainer/algorithms/reward.ts";
import { disposeRewardModel, type RewardModel } from "../../trainer/algorithms/reward-model.ts";
import { createSftTrainer } from "../../trainer/algorithms/sft.ts";
import { crossValidateGold, trainGoldModel } from "../../trainer/evaluation/gold-model.ts";
import { judgeEvaluations } from "../../trainer/evaluation/policy-guard.ts";
import { type Evaluation, watchPolicy } from "../../trainer/evaluation/watch.ts";
import { fitOverOptimisation } from "../../trainer/math/over-optimisation.ts";
import { mean, standardDeviation } from "../../trainer/math/statistics.ts";
import { type LanguageModel, loadModel } from "../../trainer/models/language-model.ts";
import { writeTinyModel } from "../../trainer/models/tiny-model.ts";
import { type Course, plotCourses } from "./overoptimisation/plot.ts";
import { createWorld, demonstrationsOf, promptTokens, rankedPrompts } from "./overoptimisation/world.ts";

const { values: options } = parseArgs({
  options: {
    comparisons: { type: "string", default: "100,400,1600" },
    updates: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
    svg: { type: "string" },
    json: { type: "string" },
  },
});
const seed = Number(options.seed);
const updates = Number(options.updates);
const goldComparisons = 3000;
const every = 2;

const world = createWorld(seed);
const reference = await startFromAnswers();
const { padToken } = reference.tokenizer;
const base = { initial: reference.top, padToken };
const prompts = Array.from({ length: 32 }, (_, place) => ({
  id: `prompt-${place}`,
  tokens: promptTokens(reference, place),
}));
// More passes at a higher rate than a real model bears: a tiny one has everything to learn.
const rewardConfig = { seed, members: 1, learningRate: 3e-3, epochs: 6, promptsPerBatch: 16 };

const goldPrompts = rankedPrompts(reference, world, {
  comparisons: goldComparisons,
  answersPerPrompt: 4,
  seed: seed + 1000,
});
const sight = crossValidateGold({ ...rewardConfig, epochs: 10 }, base, goldPrompts);
console.info("gold model", sight);
const { model: gold } = trainGoldModel({ ...rewardConfig, epochs: 10 }, base, goldPrompts);

const results = [];
for (const comparisons of options.comparisons.split(",").map(Number)) {
  const proxy = trainProxy(comparisons);
  const { looks, worths } = await maximise(proxy, gold);
  disposeRewardModel(proxy);
  results.push(summarise(comparisons, looks, worths));
}
if (options.svg) writeFileSync(options.svg, plotCourses(results.map(({ course }) => course)));
if (options.json) writeFileSync(options.json, `${JSON.stringify({ seed, updates, sight, results }, null, 1)}\n`);
process.exit(0);

/** A tiny model, fine-tuned on answers as people write them. */
async function startFromAnswers(): Promise<LanguageModel> {
  const folder = mkdtempSync(path.join(tmpdir(), "attune-overoptimisation-"));
  await writeTinyModel(folder, { seed, layers: 3, width: 48 });
  const model = await loadModel(folder, { topLayers: 2 });
  rmSync(folder, { recursive: true, force: true });
  const demonstrations = demonstrationsOf(model, world, { count: 2000, seed });
  const trainer = createSftTrainer(
    { seed, learningRate: 5e-3, epochs: 3, batchSize: 32 },
    { top: model.top, padToken: model.tokenizer.padToken },
    demonstrations,
  );
  while (trainer.progress.step < trainer.progress.steps) trainer.step();
  console.info("loss of the start", trainer.evaluate(demonstrations.slice(0, 200)));
  trainer.dispose();
  return model;
}

function trainProxy(comparisons: number): RewardModel {
  const train = rankedPrompts(reference, world, { comparisons, answersPerPrompt: 2, seed: seed + comparisons });
  const trainer = createRewardTrainer(rewardConfig, base, train, []);
  while (trainer.progress.step < trainer.progress.steps) trainer.step();
  const { model } = trainer.finish();
  trainer.dispose();
  return model;
}

/** PPO to its last update, with a look at the policy every few. */
async function maximise(proxy: RewardModel, goldModel: RewardModel) {
  const policy = { ...reference, top: reference.top.clone() };
  const ppo = {
    seed,
    updates,
    batchSize: 64,
    minibatches: 2,
    epochs: 4,
    maxNewTokens: 10,
    learningRate: 2e-3,
    klCoefficient: 0.005,
    missingEosScore: -3,
    klSpikeFactor: null,
    schedule: { kind: "constant", warmupSteps: 0, finalFraction: 1 } as const,
  };
  const trainer = createPpoTrainer(
    ppo,
    { policy, reference: reference.top, reward: proxy, startsFromReference: true },
    prompts,
  );
  const looks: Evaluation[] = [];
  const worths: number[][] = [];
  const look = async () => {
    const { evaluation, answers } = await watchPolicy(
      { seed, samplesPerPrompt: 4, temperature: 1, maxNewTokens: ppo.maxNewTokens },
      { policy, reference: reference.top, proxy, gold: goldModel },
      prompts,
      trainer.update,
    );
    looks.push(evaluation);
    worths.push(answers.map(({ completion }) => world.worth(reference.tokenizer.decode(completion))));
  };
  await look();
  while (trainer.update < updates) {
    await trainer.step();
    if (trainer.update % every === 0) await look();
  }
  trainer.dispose();
  policy.top.dispose();
  return { looks, worths };
}

function summarise(comparisons: number, looks: readonly Evaluation[], worths: readonly number[][]) {
  const deviation = standardDeviation(worths[0]!);
  const points = looks.map(({ kl, proxy, gold: rewards }, place) => ({
    distance: Math.sqrt(Math.max(0, kl.k3)),
    proxy: proxy - looks[0]!.proxy,
    gold: mean(rewards!) - mean(looks[0]!.gold!),
    worth: (mean(worths[place]!) - mean(worths[0]!)) / deviation,
  }));
  const rule = { kind: "gold" } as const;
  const end = looks.findIndex((_, place) => judgeEvaluations(rule, looks.slice(0, place + 1)).stop);
  const seen = end < 0 ? looks : looks.slice(0, end + 1);
  const kept = looks.indexOf(judgeEvaluations(rule, seen).kept);
  const best = points.reduce((found, { worth }, place) => (worth > points[found]!.worth ? place : found), 0);
  const fit = fitOverOptimisation(
    points.filter(({ distance }) => distance > 0.1).map(({ distance, worth }) => ({ distance, reward: worth })),
  );
  const course: Course = { title: `${comparisons} comparisons`, points, kept, stopped: end < 0 ? null : end };
  const last = points.at(-1)!;
  console.info(
    [
      `${comparisons} comparisons: true worth peaks at ${points[best]!.worth.toFixed(2)} (√KL ${points[best]!.distance.toFixed(2)}, update ${looks[best]!.update})`,
      `ends at ${last.worth.toFixed(2)} (√KL ${last.distance.toFixed(2)}, proxy ${last.proxy.toFixed(2)})`,
      `the guard keeps ${points[kept]!.worth.toFixed(2)} (√KL ${points[kept]!.distance.toFixed(2)}, update ${looks[kept]!.update}) and stops at ${end < 0 ? "no update" : `update ${looks[end]!.update}`}`,
      `d(α − β ln d): α ${fit.alpha.toFixed(2)}, β ${fit.beta.toFixed(2)}, R² ${fit.explained.toFixed(3)}`,
    ].join("; "),
  );
  return { comparisons, best, kept, stopped: end, keptShare: points[kept]!.worth / points[best]!.worth, fit, course };
}
