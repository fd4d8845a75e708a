import type { RoundSettings } from "./settings.ts";

/** How long a finished round took on this installation, and with what. */
export interface RoundTimings {
  /** The round measured. */
  number: number;
  /** One optimiser step of fine-tuning, in the newest round that did; null where none has. */
  sft: { secondsPerStep: number; batchSize: number } | null;
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

/** Answers to a ranked prompt, where nothing better is known: what a step of fine-tuning is to one of the reward model. */
const answersPerPrompt = 3;

function sftSeconds(timings: RoundTimings, { sft }: RoundSettings, demonstrations: number): number {
  const secondsPerDemonstration = timings.sft
    ? timings.sft.secondsPerStep / timings.sft.batchSize
    : timings.rewardSecondsPerStep / (rewardStepWork(timings.settings) * answersPerPrompt);
  return sft.epochs * demonstrations * secondsPerDemonstration;
}

/** As trainer/algorithms/reward-config.ts has it. */
function rewardStepsOver(prompts: number, { reward }: RoundSettings): number {
  const stepsPerPass = Math.ceil(prompts / reward.promptsPerBatch);
  return stepsPerPass * (reward.epochs ?? Math.min(3, Math.ceil(60 / stepsPerPass)));
}

/** How many demonstrations a round would fine-tune on: none where it has too few, or where these are learned already. */
export function demonstrationsToLearn(
  { demonstrations, learnedDemonstrations }: { demonstrations: number; learnedDemonstrations: number },
  { sft }: RoundSettings,
): number {
  if (sft.fromDemonstrations === null || demonstrations < sft.fromDemonstrations) return 0;
  return demonstrations === learnedDemonstrations ? 0 : demonstrations;
}

/**
 * About how many seconds a round with these settings would take that learns from so many ranked prompts and fine-tunes
 * on so many demonstrations, by proportion from earlier ones. A rough figure: good for choosing between minutes and
 * hours.
 */
export function estimateRoundSeconds(
  timings: RoundTimings,
  settings: RoundSettings,
  { prompts, demonstrations }: { prompts: number; demonstrations: number },
): number {
  const rewardSteps = rewardStepsOver(prompts, settings);
  const stepWork = rewardStepWork(settings) / rewardStepWork(timings.settings);
  const policySeconds =
    timings.policySecondsPerUpdate *
    (updateWork(settings.ppo) / updateWork(timings.settings.ppo)) *
    settings.ppo.updates;
  const evaluationSeconds = timings.evaluationSeconds * (evaluationWork(settings) / evaluationWork(timings.settings));
  const rewardSeconds = rewardSteps * timings.rewardSecondsPerStep * stepWork;
  return sftSeconds(timings, settings, demonstrations) + rewardSeconds + policySeconds + evaluationSeconds;
}
