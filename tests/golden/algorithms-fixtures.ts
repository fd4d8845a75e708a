import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import type { RankedPrompt } from "../../trainer/algorithms/ranked-prompt.ts";
import { normalisationOn, type RewardModel, singleMember } from "../../trainer/algorithms/reward-model.ts";
import { sampleRollouts, type TrainingPrompt } from "../../trainer/algorithms/rollout.ts";
import { rankingPairs } from "../../trainer/math/bradley-terry.ts";
import { createRandom } from "../../trainer/math/random.ts";
import { createScalarHead } from "../../trainer/models/heads.ts";
import { type LanguageModel, loadModel } from "../../trainer/models/language-model.ts";
import { Sampler } from "../../trainer/models/sample.ts";
import { writeTinyModel } from "../../trainer/models/tiny-model.ts";

const folderOfFile = mkdtempSync(path.join(tmpdir(), "attune-algorithms-"));
afterAll(() => rmSync(folderOfFile, { recursive: true, force: true }));

/** A folder that goes when the test file is through. */
export function temporaryFolder(): string {
  return mkdtempSync(path.join(folderOfFile, "folder-"));
}

/** A tiny random model: one block in the trunk, two in the top. */
export async function tinyModel(seed = 3): Promise<LanguageModel> {
  const folder = temporaryFolder();
  await writeTinyModel(folder, { seed, layers: 3, width: 32 });
  return loadModel(folder, { topLayers: 2 });
}

export function tinyPrompts(model: LanguageModel, count: number): TrainingPrompt[] {
  return Array.from({ length: count }, (_, place) => ({
    id: `prompt-${place}`,
    tokens: model.tokenizer.encodeChat([{ role: "user", content: "x".repeat(1 + (place % 5)) + place }], {
      systemPrompt: null,
    }),
  }));
}

/** A reward model that nobody trained: the model's own top under a random head, normalised on the model's own samples. */
export async function randomReward(model: LanguageModel, prompts: readonly TrainingPrompt[]): Promise<RewardModel> {
  const head = createScalarHead(model.trunk.architecture.width, { normal: { seed: 5 } });
  const unnormalised = singleMember(model.top.clone(), head);
  const sampler = new Sampler(model);
  const rollouts = await sampleRollouts(sampler, [...prompts, ...prompts, ...prompts], {
    temperature: 1,
    maxNewTokens: 8,
    seedParts: ["reward"],
  });
  sampler.dispose();
  return { ...unnormalised, normalisation: normalisationOn(unnormalised, rollouts, model.tokenizer.padToken) };
}

/** Four completions a prompt, ranked by how many of their letters are an "a"; equal counts are ties. */
export function rankedByLetters(model: LanguageModel, count: number): RankedPrompt[] {
  const random = createRandom(1);
  return tinyPrompts(model, count).map(({ id, tokens }) => {
    const texts = Array.from({ length: 4 }, () =>
      Array.from({ length: 4 + random.integer(5) }, () => (random.uniform() < 0.4 ? "a" : "b")).join(""),
    );
    const counts = texts.map((text) => text.split("a").length);
    const groups = [...new Set(counts)]
      .sort((x, y) => y - x)
      .map((letters) => counts.flatMap((own, place) => (own === letters ? [place] : [])));
    return {
      id,
      completions: texts.map((text) => ({
        tokens: [...tokens, ...model.tokenizer.encodeCompletion(text, { finished: true })],
        promptLength: tokens.length,
      })),
      pairs: rankingPairs(groups),
    };
  });
}
