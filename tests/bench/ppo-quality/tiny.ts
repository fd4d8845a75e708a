/** `npm run bench -- ppo-quality --tiny`: the world of the bench `overoptimisation` and a model that learned to write in it. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createSftTrainer } from "../../../trainer/algorithms/sft.ts";
import { type LanguageModel, loadModel } from "../../../trainer/models/language-model.ts";
import { saveModelFolder } from "../../../trainer/models/save.ts";
import { writeTinyModel } from "../../../trainer/models/tiny-model.ts";
import { createWorld, demonstrationsOf, rankedPrompts } from "../overoptimisation/world.ts";
import type { Prompts } from "./reward.ts";

const seed = 1;
const world = createWorld(seed);
const layers = 8;
const comparisons = { train: 1600, held: 384 };

/** One block of eight, as four are of thirty; more passes at a higher rate than a real model bears: all is to be learned. */
export const tiny = { topBlocks: 1, reward: { learningRate: 3e-3, epochs: 6, promptsPerBatch: 16 } };

/** A model in a folder; made there the first time, all its blocks trained on answers as people write them. */
export async function provideTinyModel(folder: string): Promise<string> {
  const location = path.join(folder, "base");
  if (existsSync(location)) return location;
  const random = mkdtempSync(path.join(tmpdir(), "attune-ppo-quality-"));
  await writeTinyModel(random, { seed, layers, width: 48 });
  const model = await loadModel(random, { topLayers: layers });
  rmSync(random, { recursive: true, force: true });
  const trainer = createSftTrainer(
    { seed, learningRate: 3e-3, epochs: 3, batchSize: 32 },
    { top: model.top, padToken: model.tokenizer.padToken },
    demonstrationsOf(model, world, { count: 2000, seed }),
  );
  while (trainer.progress.step < trainer.progress.steps) {
    const { step, metrics } = trainer.step();
    if (step % 20 === 0) console.error(`base: step ${step} loss ${metrics.loss.toFixed(3)}`);
  }
  trainer.dispose();
  await saveModelFolder(location, model);
  return location;
}

export function tinyPrompts(model: LanguageModel): Prompts {
  const ranked = (count: number, draw: number) =>
    rankedPrompts(model, world, { comparisons: count, answersPerPrompt: 4, seed: seed + draw });
  return { train: ranked(comparisons.train, 1), held: ranked(comparisons.held, 2) };
}

/** What the world's people truly think of an answer. */
export const worthOf = world.worth;
