import type { RoundSettings } from "./settings.ts";

/** How long a finished round took on this installation, and with what. */
export interface RoundTimings {
  /** The round measured. */
  number: number;
  /** One optimiser step of the reward model. */
  rewardSecondsPerStep: number;
  policySecondsPerUpdate: number;
  /** Everything after the last update. */
  evaluationSeconds: number;
  settings: RoundSettings;
}

/** Work of one PPO update up to a constant: each answer is sampled once and passed through `epochs` times. */
function updateWork({ batchSize, maxNewTokens, epochs }: RoundSettings["ppo"]): number {
  return batchSize * maxNewTokens * (1 + epochs);
}

function rewardStepWork({ reward }: RoundSettings): number {
  return reward.promptsPerBatch * reward.members;
}

function evaluationWork({ evaluation, ppo }: RoundSettings): number {
  return evaluation.prompts * evaluation.samplesPerPrompt * ppo.maxNewTokens;
}

/**
 * About how many seconds a round with these settings and `trainPrompts` ranked prompts would take, by proportion from
 * an earlier one. A rough figure: good for choosing between minutes and hours.
 */
export function estimateRoundSeconds(timings: RoundTimings, settings: RoundSettings, trainPrompts: number): number {
  const rewardSteps = settings.reward.epochs * Math.ceil(trainPrompts / settings.reward.promptsPerBatch);
  const stepWork = rewardStepWork(settings) / rewardStepWork(timings.settings);
  const policySeconds =
    timings.policySecondsPerUpdate *
    (updateWork(settings.ppo) / updateWork(timings.settings.ppo)) *
    settings.ppo.updates;
  const evaluationSeconds = timings.evaluationSeconds * (evaluationWork(settings) / evaluationWork(timings.settings));
  return rewardSteps * timings.rewardSecondsPerStep * stepWork + policySeconds + evaluationSeconds;
}
