/** The prompts of `npm run bench -- ppo-quality` and the one reward model that all its contenders learn from. */
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { readRankings } from "../../../bin/commands/train/read-training-data.ts";
import { tokenise } from "../../../bin/commands/train/train-reward.ts";
import { cacheActivations } from "../../../trainer/algorithms/activations.ts";
import type { RankedPrompt } from "../../../trainer/algorithms/ranked-prompt.ts";
import { createRewardTrainer } from "../../../trainer/algorithms/reward.ts";
import type { RewardConfig } from "../../../trainer/algorithms/reward-config.ts";
import { loadRewardModel, saveRewardModel } from "../../../trainer/algorithms/reward-file.ts";
import { disposeRewardModel, estimateRewards, type RewardModel } from "../../../trainer/algorithms/reward-model.ts";
import { sampleRollouts, type TrainingPrompt } from "../../../trainer/algorithms/rollout.ts";
import { createRandom, seedOf } from "../../../trainer/math/random.ts";
import type { LanguageModel } from "../../../trainer/models/language-model.ts";
import { Sampler } from "../../../trainer/models/sample.ts";
import { Top } from "../../../trainer/models/top.ts";
import { scoped } from "../../../trainer/tensor/backend.ts";

/** Base answers on which rewards are normalised: 0 and 1 are their mean and deviation. */
const answersToNormaliseOn = 256;
/** Base answers to a prompt that a pattern ranks, and prompts. */
const answersToRank = 4;
const promptsToRank = { train: 120, held: 40 };

export interface Prompts {
  train: readonly RankedPrompt[];
  /** Neither reward model nor policy learns from these. */
  held: readonly RankedPrompt[];
}

/** Prompts of at most `longest` tokens; answers are cut where the policy's will be, so that the reward model knows such. */
export async function readPrompts(
  { tokenizer }: LanguageModel,
  { data, longest, newTokens, heldOut }: { data: string; longest: number; newTokens: number; heldOut: number },
): Promise<Prompts> {
  const prompts = (await readRankings(data, { skipBadLines: true }))
    .map((answers) => tokenise(answers, tokenizer, null))
    .filter(({ completions }) => completions[0]!.promptLength <= longest)
    .map((prompt) => ({
      ...prompt,
      completions: prompt.completions.map(({ tokens, promptLength }) => ({
        tokens: tokens.slice(0, promptLength + newTokens),
        promptLength,
      })),
    }));
  const shuffled = createRandom(seedOf(1, "ppo-quality")).shuffle(prompts);
  return { held: shuffled.slice(0, heldOut), train: shuffled.slice(heldOut) };
}

/** A prompt without its answers. */
export function withoutAnswers({ id, completions: [first] }: RankedPrompt): TrainingPrompt {
  return { id, tokens: first!.tokens.slice(0, first!.promptLength) };
}

/**
 * The reward model of a folder; trained on rankings and kept there the first time. One member: scoring costs a pass a
 * member.
 */
export async function provideRewardModel(
  folder: string,
  model: LanguageModel,
  {
    settings,
    rankings,
    normalisedOn,
    newTokens,
  }: {
    settings: Partial<RewardConfig>;
    rankings: () => Promise<Prompts>;
    normalisedOn: readonly RankedPrompt[];
    newTokens: number;
  },
): Promise<RewardModel> {
  const { padToken } = model.tokenizer;
  const file = path.join(folder, "reward.safetensors");
  if (!existsSync(file)) {
    const { train, held } = await rankings();
    const config = { ...settings, seed: 1, members: 1 };
    const trainer = createRewardTrainer(config, { initial: model.top, padToken }, train, held);
    while (trainer.progress.step < trainer.progress.steps) {
      const { step, metrics } = trainer.step();
      if (step % 10 === 0) console.error(`reward model: step ${step} loss ${metrics.loss.toFixed(3)}`);
    }
    const asked = Array.from(
      { length: answersToNormaliseOn },
      (_, place) => normalisedOn[place % normalisedOn.length]!,
    );
    const { model: trained, references, validation } = trainer.finish(await answersOf(model, asked, newTokens));
    trainer.dispose();
    const { accuracy, accuracyInterval } = validation!;
    writeFileSync(path.join(folder, "reward.json"), JSON.stringify({ accuracy, ...accuracyInterval }));
    await saveRewardModel(file, trained, references, padToken);
    disposeRewardModel(trained);
  }
  return loadRewardModel(file, model.trunk, padToken);
}

/**
 * The base's own answers to some of the prompts, ranked by how often a pattern is found in them: a preference that can be
 * counted. Prompts whose answers are all alike say nothing and are left out.
 */
export async function rankByPattern(
  model: LanguageModel,
  { train, held }: Prompts,
  pattern: RegExp,
  newTokens: number,
): Promise<Prompts> {
  const rank = async (prompts: readonly RankedPrompt[]) => {
    const asked = prompts.flatMap((prompt) => Array.from({ length: answersToRank }, () => prompt));
    const answers = await answersOf(model, asked, newTokens);
    return prompts.flatMap(({ id }, place) => {
      const completions = answers.slice(place * answersToRank, (place + 1) * answersToRank);
      const found = completions.map(({ completion }) => countOf(pattern, model.tokenizer.decode(completion)));
      const pairs = found.flatMap((count, better) =>
        found.flatMap((other, worse) => (count > other ? [{ better, worse, target: 1 }] : [])),
      );
      return pairs.length > 0 ? [{ id, completions, pairs }] : [];
    });
  };
  return {
    train: await rank(train.slice(0, promptsToRank.train)),
    held: await rank(held.slice(0, promptsToRank.held)),
  };
}

/** How often a global pattern is found in a text. */
export function countOf(pattern: RegExp, text: string): number {
  return text.match(pattern)?.length ?? 0;
}

async function answersOf(model: LanguageModel, asked: readonly RankedPrompt[], maxNewTokens: number) {
  const sampler = new Sampler(model);
  const answers = await sampleRollouts(sampler, asked.map(withoutAnswers), {
    temperature: 1,
    maxNewTokens,
    seedParts: ["ppo-quality", "answers"],
  });
  sampler.dispose();
  return answers;
}

/**
 * The same reward model as a model by itself, on a trunk with fewer blocks: the base's own blocks below those that were
 * trained. A policy that has all blocks changes what lies below a shared top, and must not change its judge.
 */
export function onOwnBlocks(reward: RewardModel, base: LanguageModel): RewardModel {
  const members = reward.members.map(({ top, ...rest }) => ({
    ...rest,
    top: scoped(() => new Top(base.trunk, (name) => top.weight(name) ?? base.top.weight(name)!, base.top.compute)),
  }));
  return { ...reward, members };
}

/** Largest difference of the rewards that two forms of a reward model give the same answers. */
export function rewardsDiffer(
  answers: RankedPrompt["completions"],
  one: { model: LanguageModel; reward: RewardModel },
  other: { model: LanguageModel; reward: RewardModel },
): number {
  const rewardsOf = ({ model: { trunk, tokenizer }, reward }: typeof one) =>
    estimateRewards(reward, cacheActivations(trunk, answers, tokenizer.padToken), tokenizer.padToken);
  const others = rewardsOf(other);
  return Math.max(...rewardsOf(one).map(({ reward }, place) => Math.abs(reward - others[place]!.reward)));
}
