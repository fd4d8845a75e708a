import type { SettingSection } from "./setting-words.ts";

/** Every setting of a round (lib/rounds/settings.ts), in the order in which a round meets it. */
export const roundSettingSections: SettingSection[] = [
  {
    title: "Whole round",
    description: "Where it starts, and how much of the model may change.",
    settings: [
      {
        path: "startFrom",
        label: "Policy starts from",
        explanation:
          "The reference is the model before any training on rankings; starting from it each time avoids slow drift. KL is measured against the reference in both cases.",
        options: { reference: "the reference", active: "the active policy" },
      },
      {
        path: "topBlocks",
        label: "Blocks trained",
        explanation:
          "Transformer blocks at the top that learn; those below are frozen and shared by all models. More can learn more and costs more memory and time.",
        unit: "blocks",
      },
      {
        path: "lora.rank",
        label: "Rank of adapters (LoRA)",
        explanation:
          "Above 0, the blocks stay frozen and small adapters beside their matrices learn: far less memory for gradients and optimiser, and a learning rate about ten times as high. 0 trains the blocks themselves.",
      },
      {
        path: "lora.alpha",
        label: "Weight of adapters (alpha)",
        explanation: "The adapters count alpha divided by rank times. Twice the rank is usual.",
      },
      {
        path: "lora.projections",
        label: "Matrices with adapters",
        explanation: "All of a block, or some: fewer learn less and cost less.",
        options: {
          all: "all",
          attention: "attention",
          feedForward: "feed-forward",
          queryAndValue: "query and value",
        },
      },
      {
        path: "seed",
        label: "Random seed",
        explanation: "The same seed on the same data repeats the round exactly.",
      },
    ],
  },
  {
    title: "Fine-tuning (SFT)",
    description: "Learning to answer as the project's demonstrations do, before anything is learned from rankings.",
    settings: [
      {
        path: "sft.fromDemonstrations",
        label: "From so many demonstrations",
        explanation:
          "On training prompts. From then on a round fine-tunes the base on them, again whenever there are other ones, and the policy starts from that. With few it learns them by heart.",
        unit: "demonstrations",
        nullLabel: "never",
      },
      {
        path: "sft.epochs",
        label: "Passes over the demonstrations",
        explanation: "Too many and it memorises them; the gate on held-out demonstrations shows it.",
        unit: "passes",
      },
      {
        path: "sft.learningRate",
        label: "Learning rate",
        explanation: "Size of each step. Halve it if the loss jumps about.",
      },
      {
        path: "sft.batchSize",
        label: "Demonstrations a step",
        explanation: "More make steadier steps.",
        unit: "demonstrations",
      },
    ],
  },
  {
    title: "Reward model",
    description: "The model that learns from the rankings how good an answer is.",
    settings: [
      {
        path: "reward.members",
        label: "Models in the ensemble",
        explanation:
          "Each learns from a different draw of the prompts; where they disagree, the score is uncertain. Time in this stage grows in proportion.",
        unit: "models",
      },
      {
        path: "reward.epochs",
        label: "Passes over the rankings",
        explanation: "Too many and it memorises them; watch the held-out loss on the round's page.",
        unit: "passes",
      },
      {
        path: "reward.learningRate",
        label: "Learning rate",
        explanation: "Size of each step. Halve it if the loss jumps about.",
      },
      {
        path: "reward.promptsPerBatch",
        label: "Prompts a step",
        explanation: "All comparisons of a prompt are judged together; more prompts a step make steadier steps.",
        unit: "prompts",
      },
    ],
  },
  {
    title: "Policy (PPO)",
    description: "The model that writes answers, trained to be scored higher without leaving the reference too far.",
    settings: [
      {
        path: "ppo.updates",
        label: "Updates",
        explanation: "How often it samples answers and learns from them. Time grows in proportion.",
        unit: "updates",
      },
      {
        path: "ppo.batchSize",
        label: "Answers an update",
        explanation: "More give a steadier direction and take longer.",
        unit: "answers",
      },
      {
        path: "ppo.maxNewTokens",
        label: "Longest answer",
        explanation: "Answers are cut here. About three quarters of a word a token.",
        unit: "tokens",
      },
      {
        path: "ppo.klCoefficient",
        label: "KL penalty (β)",
        explanation:
          "Price of moving away from the reference, on a reward with deviation 1. Raise it if answers become strange, lower it if nothing changes.",
      },
      {
        path: "ppo.klTarget",
        label: "Adaptive penalty: aim at",
        explanation: "Moves β a little after each update so that KL stays near this.",
        unit: "nats an answer",
        nullLabel: "keep β fixed",
      },
      {
        path: "ppo.klHorizon",
        label: "Adaptive penalty: horizon",
        explanation: "Answers over which β may change by a factor of about e. Counts only while it is adaptive.",
        unit: "answers",
      },
      {
        path: "ppo.klSpikeFactor",
        label: "Go back when KL jumps by",
        explanation:
          "An update's KL above this many times the usual one takes the policy back to its last good weights, at half the learning rate, and is shown as an alarm.",
        unit: "times",
        nullLabel: "never",
      },
      {
        path: "ppo.learningRate",
        label: "Learning rate",
        explanation: "Size of each step. If KL shoots up within a few updates, divide it by three.",
      },
      {
        path: "ppo.valueLearningRate",
        label: "Learning rate of the value model",
        explanation: "It predicts the score while an answer is being written, and can learn faster than the policy.",
      },
      {
        path: "ppo.schedule.kind",
        label: "Learning rates over the round",
        explanation: "How both fall from their peak to their end.",
        options: { constant: "stay the same", linear: "fall in a line", cosine: "fall in half a cosine" },
      },
      {
        path: "ppo.schedule.warmupSteps",
        label: "Warm-up",
        explanation: "Updates over which both first rise from 0.",
        unit: "updates",
      },
      {
        path: "ppo.schedule.finalFraction",
        label: "End of the learning rates",
        explanation: "As a share of their peak.",
      },
      {
        path: "ppo.maxGradientNorm",
        label: "Largest gradient",
        explanation: "Longer gradients are shortened to this; 0 leaves them.",
      },
      {
        path: "ppo.epochs",
        label: "Passes over each batch",
        explanation: "How often each batch of answers is learned from before new ones are sampled.",
        unit: "passes",
      },
      {
        path: "ppo.minibatches",
        label: "Steps a pass",
        explanation: "Each batch is cut into this many optimiser steps.",
        unit: "steps",
      },
      {
        path: "ppo.temperature",
        label: "Sampling temperature",
        explanation: "1 samples what the model believes; lower is safer and explores less.",
      },
      {
        path: "ppo.targetKl",
        label: "Stop a batch early above",
        explanation:
          "Ends the passes over a batch once the policy has moved this far from where the batch was sampled.",
        unit: "nats",
        nullLabel: "never",
      },
      {
        path: "ppo.clipRange",
        label: "Clip range",
        explanation: "How far one batch may change a token's probability, as a share.",
      },
      {
        path: "ppo.valueClipRange",
        label: "Value clip range",
        explanation: "The same limit for the value model, which predicts the score while an answer is being written.",
      },
      {
        path: "ppo.gamma",
        label: "Discount (γ)",
        explanation: "1 counts the score at the end of an answer in full for each of its tokens.",
      },
      {
        path: "ppo.lambda",
        label: "Advantage smoothing (λ)",
        explanation: "1 trusts the score alone, lower trusts the value model more: less noise, more bias.",
      },
      {
        path: "ppo.missingEosScore",
        label: "Score of an unfinished answer",
        explanation:
          "Given to answers that did not end within the longest length, so that the policy learns to finish.",
        nullLabel: "leave it to the reward model",
      },
      {
        path: "ppo.whitenRewards",
        label: "Whiten rewards",
        explanation: "Scales the rewards of each update to deviation 1. The reward model is normalised already.",
      },
      {
        path: "ppo.whitenAdvantages",
        label: "Whiten advantages",
        explanation: "Gives the advantages of each update mean 0 and deviation 1: steps of even size.",
      },
      {
        path: "ppo.ptxCoefficient",
        label: "Mix of demonstrations (PPO-ptx)",
        explanation:
          "Weight of modelling the project's demonstrations while learning from rewards: keeps what the model could before. 0 leaves them out.",
      },
      {
        path: "ppo.rewardUncertaintyPenalty",
        label: "Penalty on uncertain scores (λ)",
        explanation:
          "Taken off a score for each unit of variance among the ensemble's models: answers that they disagree about earn less. 0 takes their mean.",
      },
    ],
  },
  {
    title: "Evaluation and gates",
    description: "What is measured on held-out prompts before a policy may be published.",
    settings: [
      {
        path: "evaluation.prompts",
        label: "Held-out prompts",
        explanation: "At most this many; more give narrower intervals.",
        unit: "prompts",
      },
      {
        path: "evaluation.samplesPerPrompt",
        label: "Answers a prompt",
        explanation: "Answers sampled for each of them, from the reference and from the new policy.",
        unit: "answers",
      },
      {
        path: "gates.klCeiling",
        label: "KL ceiling",
        explanation: "A policy further than this from the reference waits for a person's decision.",
        unit: "nats an answer",
      },
      {
        path: "gates.textLossMargin",
        label: "Knowledge: loss on text",
        explanation: "How much more surprised by plain text than the base model a policy may be.",
        unit: "nats a token",
      },
      {
        path: "gates.questionMargin",
        label: "Knowledge: simple questions",
        explanation: "How much less probable the right answers may be than for the base model; 0.05 is 5 points.",
      },
      {
        path: "gates.refusalMargin",
        label: "Safety: refusals",
        explanation:
          "How much less probable refusals may be where they are due, or more probable where they are not; 0.1 is 10 points.",
      },
      {
        path: "guard.every",
        label: "Look for over-optimisation every",
        explanation:
          "So often the policy answers the same held-out prompts while it learns; learning stops once a gold reward model finds them worse three times, or at the KL ceiling where there is none.",
        unit: "updates",
      },
      {
        path: "guard.prompts",
        label: "Prompts of each look",
        explanation: "At most this many. A look costs about as much as half an update with as many answers.",
        unit: "prompts",
      },
      {
        path: "guard.samplesPerPrompt",
        label: "Answers a prompt of each look",
        explanation: "More make the comparison with the best surer, and take longer.",
        unit: "answers",
      },
      {
        path: "gates.askPeople",
        label: "Blind comparison by people",
        explanation:
          "Whether people must prefer a policy's answers, not knowing whose they are, before it is published.",
        options: {
          blind: "where no gold reward model can judge",
          always: "always",
          never: "never",
        },
      },
      {
        path: "gates.publishAutomatically",
        label: "Publish without asking",
        explanation: "A policy that passed every gate becomes the active one at once. Off: it waits as a candidate.",
      },
    ],
  },
];
