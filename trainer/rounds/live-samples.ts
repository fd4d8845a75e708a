import { recordSample } from "../../lib/rounds/record-sample.ts";
import { estimateRewards, type RewardModel } from "../algorithms/reward-model.ts";
import { sampleRollouts, type TrainingPrompt } from "../algorithms/rollout.ts";
import type { LanguageModel } from "../models/language-model.ts";
import { Sampler } from "../models/sample.ts";
import type { RoundRun } from "./round-run.ts";

/** Held-out prompts that are answered now and then while the policy learns. */
export const livePrompts = 4;

/** What the policy answers to a few held-out prompts now; the same seeds each time, so that only the policy differs. */
export async function recordLiveSamples(
  run: RoundRun,
  { policy, reward, step }: { policy: LanguageModel; reward: RewardModel; step: number },
  prompts: readonly TrainingPrompt[],
): Promise<void> {
  if (prompts.length === 0) return;
  const { id: roundId, settings } = run.round;
  const { temperature, maxNewTokens } = settings.ppo;
  const sampler = new Sampler(policy);
  try {
    const rollouts = await sampleRollouts(sampler, prompts, {
      temperature,
      maxNewTokens,
      seedParts: [settings.seed, "live"],
    });
    const estimates = estimateRewards(reward, rollouts, policy.tokenizer.padToken);
    for (const [place, { promptId, completion }] of rollouts.entries()) {
      await recordSample({
        roundId,
        sample: {
          promptId,
          phase: step === 0 ? "before" : "during",
          step,
          index: 0,
          text: policy.tokenizer.decode(completion),
          reward: estimates[place]!.reward,
          kl: null,
          tokens: completion.length,
        },
      });
    }
  } finally {
    sampler.dispose();
  }
}
