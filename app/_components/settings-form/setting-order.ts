import type { Messages } from "../../_i18n/messages.ts";

export type SettingUnit = keyof Messages["shared"]["settingUnits"];

/** A section of a settings form; its words are in the catalogue, area `settings`. */
interface Section {
  name: string;
  settings: { path: string; unit?: SettingUnit }[];
}

/** Every setting of a project but the round's defaults (lib/projects/settings.ts). */
const project: Section[] = [
  {
    name: "tasks",
    settings: [
      { path: "completionsPerTask", unit: "answers" },
      { path: "overlap", unit: "people" },
      { path: "skillTags" },
      { path: "tasksPerDay", unit: "tasks" },
      { path: "whenSomebodyLeaves" },
      { path: "leaseMinutes", unit: "minutes" },
      { path: "kinds" },
      { path: "judgeBy" },
      { path: "sensitiveTags" },
    ],
  },
  {
    name: "judging",
    settings: [
      { path: "rank.top", unit: "places" },
      { path: "compare.scale" },
      { path: "compare.ties" },
      { path: "rate.overall" },
      { path: "rate.comparisons" },
      { path: "demonstrate.comparisons" },
      { path: "converse.opening" },
      { path: "converse.answers", unit: "answers" },
      { path: "converse.turns", unit: "turns" },
      { path: "converse.probe" },
      { path: "converse.source" },
    ],
  },
  {
    name: "checks",
    settings: [
      { path: "quality.goldShare" },
      { path: "quality.repeatShare" },
      { path: "quality.feedback" },
      { path: "quality.qualificationTasks", unit: "tasks" },
      { path: "quality.qualificationAccuracy" },
    ],
  },
  { name: "data", settings: [{ path: "dataset.weightByReliability" }, { path: "dataset.minimumAgreement" }] },
  {
    name: "sampling",
    settings: [
      { path: "systemPrompt" },
      { path: "sampling.temperature" },
      { path: "sampling.topP" },
      { path: "sampling.topK" },
      { path: "sampling.maxNewTokens", unit: "tokens" },
      { path: "generateForNewPrompts" },
      { path: "promptsPerPublishedPolicy", unit: "prompts" },
    ],
  },
  {
    name: "automaticRounds",
    settings: [
      { path: "automatic.enabled" },
      { path: "automatic.afterRankings", unit: "rankings" },
      { path: "automatic.everyMinutes", unit: "minutes" },
    ],
  },
  { name: "split", settings: [{ path: "split.validation" }, { path: "split.gold" }] },
  {
    name: "disk",
    settings: [
      { path: "diskQuotaGigabytes", unit: "gigabytes" },
      { path: "keepVersions", unit: "versions" },
    ],
  },
];

/** Every setting of a round (lib/rounds/settings.ts), in the order in which a round meets it. */
const round: Section[] = [
  {
    name: "whole",
    settings: [
      { path: "startFrom" },
      { path: "topBlocks", unit: "blocks" },
      { path: "lora.rank" },
      { path: "lora.alpha" },
      { path: "lora.projections" },
      { path: "seed" },
    ],
  },
  {
    name: "sft",
    settings: [
      { path: "sft.fromDemonstrations", unit: "demonstrations" },
      { path: "sft.epochs", unit: "passes" },
      { path: "sft.learningRate" },
      { path: "sft.batchSize", unit: "demonstrations" },
    ],
  },
  {
    name: "reward",
    settings: [
      { path: "reward.members", unit: "models" },
      { path: "reward.epochs", unit: "passes" },
      { path: "reward.learningRate" },
      { path: "reward.promptsPerBatch", unit: "prompts" },
    ],
  },
  {
    name: "policy",
    settings: [
      { path: "ppo.updates", unit: "updates" },
      { path: "ppo.batchSize", unit: "answers" },
      { path: "ppo.maxNewTokens", unit: "tokens" },
      { path: "ppo.klCoefficient" },
      { path: "ppo.klTarget", unit: "natsAnAnswer" },
      { path: "ppo.klHorizon", unit: "answers" },
      { path: "ppo.klSpikeFactor", unit: "times" },
      { path: "ppo.learningRate" },
      { path: "ppo.valueLearningRate" },
      { path: "ppo.schedule.kind" },
      { path: "ppo.schedule.warmupSteps", unit: "updates" },
      { path: "ppo.schedule.finalFraction" },
      { path: "ppo.maxGradientNorm" },
      { path: "ppo.epochs", unit: "passes" },
      { path: "ppo.minibatches", unit: "steps" },
      { path: "ppo.temperature" },
      { path: "ppo.targetKl", unit: "nats" },
      { path: "ppo.clipRange" },
      { path: "ppo.valueClipRange" },
      { path: "ppo.gamma" },
      { path: "ppo.lambda" },
      { path: "ppo.missingEosScore" },
      { path: "ppo.whitenRewards" },
      { path: "ppo.whitenAdvantages" },
      { path: "ppo.ptxCoefficient" },
      { path: "ppo.rewardUncertaintyPenalty" },
    ],
  },
  {
    name: "evaluation",
    settings: [
      { path: "evaluation.prompts", unit: "prompts" },
      { path: "evaluation.samplesPerPrompt", unit: "answers" },
      { path: "gates.klCeiling", unit: "natsAnAnswer" },
      { path: "gates.textLossMargin", unit: "natsAToken" },
      { path: "gates.questionMargin" },
      { path: "gates.refusalMargin" },
      { path: "guard.every", unit: "updates" },
      { path: "guard.prompts", unit: "prompts" },
      { path: "guard.samplesPerPrompt", unit: "answers" },
      { path: "gates.askPeople" },
      { path: "gates.publishAutomatically" },
    ],
  },
];

export const settingOrder = { project, round };
