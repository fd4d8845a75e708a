import type { RoundStageName } from "./settings.ts";

export interface MetricWords {
  stage: RoundStageName;
  /** Axis or column title. */
  label: string;
  /** One line: what it is and what to look for. */
  explanation: string;
}

/** Every figure a round records, under its name in RoundMetric.values; TRL's names where TRL has one. */
export const metricWords: Record<RoundStageName, Record<string, Omit<MetricWords, "stage">>> = {
  collect: {},
  sft: {
    epoch: { label: "Epoch", explanation: "Passes over the demonstrations so far." },
    loss: {
      label: "Loss",
      explanation: "How surprised the model is by the demonstrations, in nats a token; should fall.",
    },
    num_tokens: { label: "Tokens", explanation: "Tokens of the batch that are learned from." },
    learning_rate: { label: "Learning rate", explanation: "Size of the optimiser's step now." },
    grad_norm: { label: "Gradient norm", explanation: "Length of the gradient before clipping." },
  },
  reward: {
    epoch: { label: "Epoch", explanation: "Passes over the comparisons so far." },
    loss: {
      label: "Loss",
      explanation: "How surprised the reward model is by the rankings, in nats; 0.693 is a coin toss, lower is better.",
    },
    accuracy: {
      label: "Accuracy",
      explanation: "Share of comparisons on which the reward model sides with the person; a tie counts half.",
    },
    margin: {
      label: "Margin",
      explanation: "Mean score difference between the better and the worse answer; should grow above 0.",
    },
    min_reward: { label: "Lowest score", explanation: "Lowest raw score of the batch." },
    mean_reward: {
      label: "Mean score",
      explanation: "Mean raw score of the batch; its level means nothing by itself.",
    },
    max_reward: { label: "Highest score", explanation: "Highest raw score of the batch." },
    num_tokens: { label: "Tokens", explanation: "Tokens of the batch." },
    learning_rate: { label: "Learning rate", explanation: "Size of the optimiser's step now." },
    grad_norm: {
      label: "Gradient norm",
      explanation: "Length of the gradient before clipping; sudden jumps are a warning.",
    },
  },
  policy: {
    episode: { label: "Episodes", explanation: "Answers sampled so far." },
    eps: { label: "Episodes a second", explanation: "Answers sampled and learned from each second." },
    lr: { label: "Learning rate", explanation: "Size of the policy's optimiser step now." },
    "objective/kl": {
      label: "KL to the reference",
      explanation: "How far the policy has moved from the reference, in nats per answer; grows from 0, not below it.",
    },
    "objective/kl_standard_error": {
      label: "KL, standard error",
      explanation: "How uncertain the KL of this update is.",
    },
    "objective/kl_k3": {
      label: "KL (k3)",
      explanation: "The same distance by an estimator that is never negative and varies less.",
    },
    "objective/kl_coef": { label: "KL coefficient β", explanation: "What a nat of KL costs in reward." },
    "objective/entropy": {
      label: "Entropy of answers",
      explanation: "How varied the answers are, in nats per answer; a collapse towards 0 means they all become alike.",
    },
    "objective/non_score_reward": { label: "KL penalty", explanation: "Part of the reward that KL takes away." },
    "objective/rlhf_reward": {
      label: "Reward less penalty",
      explanation: "What PPO maximises: score less KL penalty; should rise.",
    },
    "objective/scores": {
      label: "Score",
      explanation:
        "Mean score of the answers, 0 for the reference by construction; unfinished answers get the fixed score.",
    },
    "objective/model_scores": {
      label: "Reward model's score",
      explanation: "Mean score by the reward model alone, before the rule for unfinished answers.",
    },
    "objective/ensemble_std": {
      label: "Disagreement on scores",
      explanation:
        "How far the reward models of the ensemble differ about an answer; growing means the policy goes where they know little.",
    },
    reward_std: { label: "Score deviation", explanation: "How much the scores of one update differ." },
    "policy/approxkl_avg": {
      label: "Step KL",
      explanation: "How far the inner passes moved the policy from where it sampled; above 0.05 steps are large.",
    },
    "policy/clipfrac_avg": {
      label: "Clip fraction",
      explanation: "Share of tokens whose change was clipped; a few percent is usual, above 0.3 steps are too large.",
    },
    "policy/entropy_avg": { label: "Entropy per token", explanation: "Mean entropy per token of the policy, in nats." },
    "loss/policy_avg": { label: "Policy loss", explanation: "PPO's clipped objective; hovers around 0." },
    "loss/value_avg": {
      label: "Value loss",
      explanation: "Squared error of the value model, which predicts rewards; should fall.",
    },
    "val/clipfrac_avg": {
      label: "Value clip fraction",
      explanation: "Share of tokens whose value change was clipped.",
    },
    "val/ratio": {
      label: "Ratio",
      explanation: "New over old probability of the sampled tokens, on average; stays near 1.",
    },
    "val/ratio_var": { label: "Ratio variance", explanation: "How much that ratio varies." },
    "val/ratio_max": { label: "Largest ratio", explanation: "The largest such ratio of the update." },
    "val/explained_variance": {
      label: "Explained variance",
      explanation: "Share of the returns that the value model predicts; 1 is perfect, below 0 worse than a constant.",
    },
    "val/num_eos_tokens": { label: "Finished answers", explanation: "Answers of the update that ended by themselves." },
    grad_norm: { label: "Gradient norm", explanation: "Largest gradient of the policy before clipping." },
    "val/grad_norm": {
      label: "Value gradient norm",
      explanation: "Largest gradient of the value model before clipping.",
    },
    "policy/steps": {
      label: "Optimiser steps",
      explanation: "Steps made in the update; fewer after a target-KL stop, none after a roll-back.",
    },
    "loss/ptx_avg": {
      label: "Loss on the mix",
      explanation: "How surprised the policy is by the demonstrations mixed in, nats a token; should not rise.",
    },
    "held_out/proxy": {
      label: "Reward model",
      explanation: "Mean reward, by the model it learns from, of the policy's answers to the same held-out prompts.",
    },
    "held_out/gold": {
      label: "Gold reward model",
      explanation: "The same by a reward model trained on the gold side alone, which the policy does not learn from.",
    },
    "held_out/gold_standard_error": { label: "Gold, standard error", explanation: "How uncertain that mean is." },
    "held_out/kl": { label: "KL on held-out prompts", explanation: "Distance from the reference, nats per answer." },
    "held_out/kl_k3": {
      label: "KL on held-out prompts (k3)",
      explanation: "The same by the estimator that varies less.",
    },
    "held_out/seconds": { label: "Seconds of looking", explanation: "What sampling and judging those answers took." },
    "completions/mean_length": { label: "Length", explanation: "Mean length of the answers, tokens." },
    "completions/clipped_ratio": {
      label: "Cut off",
      explanation: "Share of answers that did not end within the longest length.",
    },
    "completions/mean_terminated_length": {
      label: "Length of finished answers",
      explanation: "Mean length of the answers that ended, tokens.",
    },
  },
  evaluate: {
    prompts: { label: "Held-out prompts", explanation: "Prompts that neither model has trained on." },
    reward: { label: "Mean reward", explanation: "Mean score of the new policy's answers to held-out prompts." },
    reference_reward: { label: "Mean reward of the reference", explanation: "The same for the reference." },
    improvement: {
      label: "Gain in reward",
      explanation:
        "Mean difference of policy and reference, prompt by prompt; 1 is one deviation of the reference's scores.",
    },
    improvement_standard_error: {
      label: "Gain, standard error",
      explanation: "How uncertain the gain is; twice it on either side holds the truth 95 times in 100.",
    },
    kl: {
      label: "KL to the reference",
      explanation: "Distance from the reference on held-out prompts, nats per answer.",
    },
    kl_k3: { label: "KL (k3)", explanation: "The same by the estimator that varies less." },
    mean_length: { label: "Length", explanation: "Mean length of the new policy's answers, tokens." },
    reference_mean_length: {
      label: "Length of the reference's",
      explanation: "Mean length of the reference's answers.",
    },
    ended_share: {
      label: "Finished answers",
      explanation: "Share of the new policy's answers that ended by themselves.",
    },
    reference_ended_share: { label: "Finished by the reference", explanation: "The same for the reference." },
    "knowledge/text_loss": {
      label: "Loss on held-out text",
      explanation:
        "How surprised the new policy is by plain text of several kinds that no training sees, nats a token.",
    },
    "knowledge/base_text_loss": { label: "Loss of the base", explanation: "The same for the base model." },
    "knowledge/right_probability": {
      label: "Simple questions",
      explanation: "Mean probability of the right answer among three, on questions of common knowledge.",
    },
    "knowledge/base_right_probability": {
      label: "Simple questions, the base",
      explanation: "The same for the base model.",
    },
    "safety/refusals_due": {
      label: "Refusals where due",
      explanation: "Probability that an answer begins as a refusal, on requests that should be declined.",
    },
    "safety/base_refusals_due": { label: "Refusals where due, the base", explanation: "The same for the base model." },
    "safety/refusals_not_due": {
      label: "Refusals where not due",
      explanation: "The same probability on requests that sound alike and should be answered.",
    },
    "safety/base_refusals_not_due": {
      label: "Refusals where not due, the base",
      explanation: "The same for the base model.",
    },
  },
  publish: {},
};

/** Figures kept with an SFT version, on the validation side of its dataset. */
export const sftModelMetricWords: Record<string, Omit<MetricWords, "stage">> = {
  demonstrations: { label: "Held-out demonstrations", explanation: "Demonstrations these figures are from." },
  loss: {
    label: "Loss",
    explanation: "How surprised it is by held-out demonstrations, in nats a token; lower is better.",
  },
  base_loss: { label: "Loss of the base", explanation: "The same for the base model." },
  loss_difference: {
    label: "Loss less the base's",
    explanation: "Demonstration by demonstration; below 0 it expects them more than the base model does.",
  },
  loss_difference_lower: { label: "Difference, lower", explanation: "Lower end of its 95 % interval." },
  loss_difference_upper: { label: "Difference, upper", explanation: "Upper end of its 95 % interval." },
};

/** Figures kept with a reward model, on the validation side of its dataset. */
export const rewardModelMetricWords: Record<string, Omit<MetricWords, "stage">> = {
  log_loss: { label: "Log-loss", explanation: "Surprise at held-out rankings, in nats; 0.693 is a coin toss." },
  log_loss_lower: { label: "Log-loss, lower", explanation: "Lower end of its 95 % interval." },
  log_loss_upper: { label: "Log-loss, upper", explanation: "Upper end of its 95 % interval." },
  accuracy: { label: "Accuracy", explanation: "Share of held-out comparisons it sides with the person on." },
  accuracy_lower: { label: "Accuracy, lower", explanation: "Lower end of its 95 % interval." },
  accuracy_upper: { label: "Accuracy, upper", explanation: "Upper end of its 95 % interval." },
  longer_wins: {
    label: "“Longer wins”",
    explanation: "Accuracy of always preferring the longer answer: what the reward model has to beat.",
  },
  brier: { label: "Brier score", explanation: "Mean squared error of its probabilities; 0.25 is a coin toss." },
  ece: { label: "Calibration error", explanation: "How far its probabilities are from how often it is right." },
  temperature: {
    label: "Temperature",
    explanation: "Score differences are divided by it to give probabilities; above 1 the scores were too sure.",
  },
  log_loss_calibrated: {
    label: "Log-loss, calibrated",
    explanation: "At a temperature fitted on the other half of the held-out prompts.",
  },
  brier_calibrated: { label: "Brier score, calibrated", explanation: "The same at that temperature." },
  ece_calibrated: { label: "Calibration error, calibrated", explanation: "The same at that temperature." },
  ensemble_std: {
    label: "Disagreement",
    explanation:
      "How far the ensemble's members differ about an answer, in deviations of the reward; 0 for one member.",
  },
  length_correlation: {
    label: "Length correlation",
    explanation: "How much its scores go with length alone, −1 to 1.",
  },
  comparisons: { label: "Held-out comparisons", explanation: "Comparisons these figures are from." },
  left_out_prompts: {
    label: "Prompts left out",
    explanation: "Ranked prompts with an answer too long to learn from.",
  },
  train_log_loss: { label: "Log-loss in training", explanation: "The same on what it learned from." },
  train_accuracy: { label: "Accuracy in training", explanation: "The same on what it learned from." },
};
