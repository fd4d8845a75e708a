import type { RoundStage, RoundState, RoundTrigger } from "../../../lib/generated/prisma/enums.ts";

/** What each state of a round means, in one sentence. */
export const roundStateExplanations: Record<RoundState, string> = {
  queued: "Waiting for the trainer, which takes one round at a time.",
  running: "The trainer is at work.",
  succeeded: "Passed its gates; its policy was published.",
  undecided: "Too little data to say whether the policy is better: a person decides.",
  rejected: "A gate failed. The policy before it keeps serving.",
  failed: "Stopped by an error. What was finished is kept, and it can be resumed.",
  cancelled: "Stopped by a person. What was finished is kept, and it can be resumed.",
};

export const roundStageNames: Record<RoundStage, string> = {
  collect: "Collect rankings",
  sft: "Fine-tuning (SFT)",
  reward: "Reward model",
  policy: "Policy (PPO)",
  evaluate: "Evaluate",
  publish: "Publish",
};

export const roundStageExplanations: Record<RoundStage, string> = {
  collect: "Freezes the rankings so far into a dataset version.",
  sft: "Learns to answer as the demonstrations do; policies start from it.",
  reward: "Learns from the rankings how good an answer is, and is checked on held-out ones.",
  policy: "Trains the model that answers, by the reward model's scores.",
  evaluate: "Compares its answers with the reference's on held-out prompts.",
  publish: "Makes it the active policy, or leaves it for a person to decide.",
};

export const roundTriggerNames: Record<RoundTrigger, string> = {
  manual: "launched by a person",
  rankings: "started by new rankings",
  schedule: "started on schedule",
};
