/** One run of `npm run bench -- ppo-quality`: PPO with a contender's settings, looked at every few updates. */
import { z } from "zod";
import { createPpoTrainer } from "../../../trainer/algorithms/ppo.ts";
import type { PpoConfig } from "../../../trainer/algorithms/ppo-config.ts";
import { estimateRewards, type RewardModel } from "../../../trainer/algorithms/reward-model.ts";
import { sampleRollouts, type TrainingPrompt } from "../../../trainer/algorithms/rollout.ts";
import { klOf } from "../../../trainer/evaluation/held-out.ts";
import { mean } from "../../../trainer/math/statistics.ts";
import type { LanguageModel } from "../../../trainer/models/language-model.ts";
import { Sampler } from "../../../trainer/models/sample.ts";

const look = z.object({
  update: z.number(),
  judged: z.array(z.object({ reward: z.number(), kl: z.number() })),
  /** One to each prompt, to be read and counted in. */
  answers: z.array(z.string()),
});
export const runOutcome = z.object({
  /** Of all threads, training alone. */
  processorSeconds: z.number(),
  /** What each update sampled. */
  rollouts: z.array(
    z.object({ reward: z.number(), kl: z.number(), k1: z.number(), entropy: z.number(), learned: z.boolean() }),
  ),
  looks: z.array(look),
});
export type LookOutcome = z.infer<typeof look>;
export type RunOutcome = z.infer<typeof runOutcome>;
export const lookOutcome = look;

export interface Setting {
  /** Trunk, tokenizer and reference top. */
  base: LanguageModel;
  reward: RewardModel;
  held: readonly TrainingPrompt[];
  samplesPerPrompt: number;
  maxNewTokens: number;
}

/** Has a policy answer the held-out prompts, with the same seeds at each look, and judges the answers. */
export async function lookAt(
  policy: LanguageModel,
  { base, reward, held, samplesPerPrompt, maxNewTokens }: Setting,
  update: number,
): Promise<LookOutcome> {
  const { padToken } = policy.tokenizer;
  const asked = held.flatMap((prompt) => Array.from({ length: samplesPerPrompt }, () => prompt));
  const sampler = new Sampler(policy);
  const rollouts = await sampleRollouts(sampler, asked, {
    temperature: 1,
    maxNewTokens,
    seedParts: ["ppo-quality", "look"],
  });
  sampler.dispose();
  const rewards = estimateRewards(reward, rollouts, padToken);
  const kl = klOf(rollouts, policy.top, base.top, 1, padToken);
  const ofPrompt = <Item>(items: readonly Item[], place: number) =>
    items.slice(place * samplesPerPrompt, (place + 1) * samplesPerPrompt);
  return {
    update,
    judged: held.map((_, place) => ({
      reward: mean(ofPrompt(rewards, place).map((estimate) => estimate.reward)),
      kl: mean(ofPrompt(kl, place).map(({ k3 }) => k3)),
    })),
    answers: held.map((_, place) => policy.tokenizer.decode(rollouts[place * samplesPerPrompt]!.completion)),
  };
}

/** PPO to its last update. */
export async function runPpo(
  config: Partial<PpoConfig> & { updates: number },
  setting: Setting,
  prompts: readonly TrainingPrompt[],
  { every, onUpdate }: { every: number; onUpdate: (line: string) => void },
): Promise<RunOutcome> {
  const { base, reward, maxNewTokens } = setting;
  const policy = { ...base, top: base.top.clone() };
  const trainer = createPpoTrainer(
    { ...config, maxNewTokens },
    { policy, reference: base.top, reward, startsFromReference: true },
    prompts,
  );
  const outcome: RunOutcome = { processorSeconds: 0, rollouts: [], looks: [] };
  while (trainer.update < config.updates) {
    const before = process.cpuUsage();
    const { metrics, fault, rolledBack } = await trainer.step();
    const { user, system } = process.cpuUsage(before);
    outcome.processorSeconds += (user + system) / 1e6;
    outcome.rollouts.push({
      reward: metrics["objective/model_scores"],
      kl: metrics["objective/kl_k3"],
      k1: metrics["objective/kl"],
      entropy: metrics["policy/entropy_avg"],
      learned: !fault && !rolledBack,
    });
    onUpdate(
      `update ${trainer.update}: reward ${metrics["objective/model_scores"].toFixed(2)}, KL ${metrics["objective/kl_k3"].toFixed(2)}, clipped ${metrics["policy/clipfrac_avg"].toFixed(3)}`,
    );
    if (trainer.update % every === 0) outcome.looks.push(await lookAt(policy, setting, trainer.update));
  }
  trainer.dispose();
  policy.top.dispose();
  return outcome;
}
