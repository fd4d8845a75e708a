import type { RoundStageName } from "./settings.ts";

/**
 * Every figure a round records in RoundMetric.values, by stage; TRL's names where TRL has one. Those without a comment
 * are charted: what they are and what to look for is in the pages' catalogue, under `research.metrics`.
 */
export const metricNames: Record<RoundStageName, readonly string[]> = {
  collect: [],
  sft: [
    "epoch", // Passes over the demonstrations so far
    "loss",
    "num_tokens", // Tokens of the batch that are learned from
    "learning_rate", // Size of the optimiser's step now
    "grad_norm",
  ],
  reward: [
    "epoch", // Passes over the comparisons so far
    "loss",
    "accuracy",
    "margin",
    "min_reward", // Lowest raw score of the batch
    "mean_reward", // Mean raw score of the batch; its level means nothing by itself
    "max_reward", // Highest raw score of the batch
    "num_tokens", // Tokens of the batch
    "learning_rate", // Size of the optimiser's step now
    "grad_norm",
  ],
  policy: [
    "episode", // Answers sampled so far
    "eps", // Answers sampled and learned from each second
    "lr", // Size of the policy's optimiser step now
    "objective/kl",
    "objective/kl_standard_error", // How uncertain the KL of this update is
    "objective/kl_k3",
    "objective/kl_coef", // What a nat of KL costs in reward
    "objective/entropy",
    "objective/non_score_reward", // Part of the reward that KL takes away
    "objective/rlhf_reward",
    "objective/scores",
    "objective/model_scores", // Mean score by the reward model alone, before the rule for unfinished answers
    "objective/ensemble_std", // How far the reward models of the ensemble differ about an answer; growing means the policy goes where they know little
    "reward_std", // How much the scores of one update differ
    "policy/approxkl_avg",
    "policy/clipfrac_avg",
    "policy/entropy_avg",
    "loss/policy_avg", // PPO's clipped objective; hovers around 0
    "loss/value_avg",
    "val/clipfrac_avg",
    "val/ratio",
    "val/ratio_var", // How much that ratio varies
    "val/ratio_max",
    "val/explained_variance",
    "val/num_eos_tokens", // Answers of the update that ended by themselves
    "grad_norm",
    "val/grad_norm",
    "policy/steps", // Steps made in the update; fewer after a target-KL stop, none after a roll-back
    "loss/ptx_avg", // How surprised the policy is by the demonstrations mixed in, nats a token; should not rise
    "held_out/proxy",
    "held_out/gold",
    "held_out/gold_standard_error", // How uncertain that mean is
    "held_out/kl", // Distance from the reference, nats per answer
    "held_out/kl_k3", // The same by the estimator that varies less
    "held_out/seconds", // What sampling and judging those answers took
    "completions/mean_length",
    "completions/clipped_ratio",
    "completions/mean_terminated_length",
  ],
  evaluate: [
    "prompts", // Prompts that neither model has trained on
    "reward", // Mean score of the new policy's answers to held-out prompts
    "reference_reward", // The same for the reference
    "improvement",
    "improvement_standard_error", // How uncertain the gain is; twice it on either side holds the truth 95 times in 100
    "kl",
    "kl_k3", // The same by the estimator that varies less
    "mean_length",
    "reference_mean_length", // Mean length of the reference's answers
    "ended_share", // Share of the new policy's answers that ended by themselves
    "reference_ended_share", // The same for the reference
    "knowledge/text_loss", // How surprised the new policy is by plain text of several kinds that no training sees, nats a token
    "knowledge/base_text_loss", // The same for the base model
    "knowledge/right_probability", // Mean probability of the right answer among three, on questions of common knowledge
    "knowledge/base_right_probability", // The same for the base model
    "safety/refusals_due", // Probability that an answer begins as a refusal, on requests that should be declined
    "safety/base_refusals_due", // The same for the base model
    "safety/refusals_not_due", // The same probability on requests that sound alike and should be answered
    "safety/base_refusals_not_due", // The same for the base model
  ],
  publish: [],
};

/** Figures kept with an SFT version, on the validation side of its dataset. */
export const sftModelMetricNames: readonly string[] = [
  "demonstrations", // Demonstrations these figures are from
  "loss",
  "base_loss", // The same for the base model
  "loss_difference",
  "loss_difference_lower", // Lower end of its 95 % interval
  "loss_difference_upper", // Upper end of its 95 % interval
];

/** Figures kept with a reward model, on the validation side of its dataset. */
export const rewardModelMetricNames: readonly string[] = [
  "log_loss",
  "log_loss_lower", // Lower end of its 95 % interval
  "log_loss_upper", // Upper end of its 95 % interval
  "accuracy",
  "accuracy_lower", // Lower end of its 95 % interval
  "accuracy_upper", // Upper end of its 95 % interval
  "longer_wins",
  "brier", // Mean squared error of its probabilities; 0.25 is a coin toss
  "ece", // How far its probabilities are from how often it is right
  "temperature", // Score differences are divided by it to give probabilities; above 1 the scores were too sure
  "log_loss_calibrated", // At a temperature fitted on the other half of the held-out prompts
  "brier_calibrated", // The same at that temperature
  "ece_calibrated", // The same at that temperature
  "ensemble_std", // How far the ensemble's members differ about an answer, in deviations of the reward; 0 for one member
  "length_correlation", // How much its scores go with length alone, −1 to 1
  "comparisons", // Comparisons these figures are from
  "left_out_prompts", // Ranked prompts with an answer too long to learn from
  "train_log_loss", // The same on what it learned from
  "train_accuracy", // The same on what it learned from
];
