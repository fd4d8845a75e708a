import path from "node:path";
import { loadRewardModel } from "../../../trainer/algorithms/reward-file.ts";
import {
  type AnnotatorCrossValidation,
  crossValidateAnnotators,
  type GroupAgreement,
} from "../../../trainer/evaluation/cross-validate-annotators.ts";
import type { Interval, PreferenceReport } from "../../../trainer/math/preference-report.ts";
import { loadModel } from "../../../trainer/models/language-model.ts";
import { methodSettings } from "../train/method-settings.ts";
import { readSummary, rewardFile } from "../train/open-model.ts";
import { judgeRanking, readPrompts } from "../train/train-reward.ts";

export interface EvaluateRewardOptions {
  /** What `train reward` wrote. */
  model: string;
  data: string;
  systemPrompt?: string;
  skipBadLines?: boolean;
  crossValidate?: "annotators";
  json?: boolean;
}

/**
 * Prints how well a reward model agrees with a file of rankings; its probabilities are the calibrated ones. With
 * `crossValidate`, how well models with its settings agree with annotators that they have not learned from.
 */
export async function evaluateReward({
  model: folder,
  data,
  systemPrompt,
  skipBadLines,
  crossValidate,
  json,
}: EvaluateRewardOptions) {
  const summary = readSummary(folder);
  const model = await loadModel(summary.base.location, { topLayers: summary.topBlocks });
  const { trunk, tokenizer, top } = model;
  const prompts = await readPrompts(data, { skipBadLines, systemPrompt }, { model, base: summary.base });
  if (crossValidate) {
    const settings = { ...methodSettings.reward.parse(summary.settings), seed: summary.seed };
    const onFold = (fold: number, folds: number) => {
      if (!json) console.log(`fold ${fold + 1} of ${folds}`);
    };
    const found = crossValidateAnnotators(settings, { initial: top, padToken: tokenizer.padToken }, prompts, {
      onFold,
    });
    console.log(json ? JSON.stringify(found) : crossValidationLines(found));
    return;
  }
  const reward = await loadRewardModel(path.join(folder, rewardFile), trunk, tokenizer.padToken);
  const report = judgeRanking(reward, model, prompts);
  console.log(json ? JSON.stringify(report) : asLines(report));
}

function crossValidationLines({ annotators, folds, known, unknown, difference }: AnnotatorCrossValidation): string {
  const line = (who: string, { accuracy, interval, pairs }: GroupAgreement) =>
    `${who}: accuracy ${accuracy.toFixed(3)} (95 %: ${interval.lower.toFixed(3)} to ${interval.upper.toFixed(3)}) on ${pairs} judgements`;
  return [
    `${annotators} annotators in ${folds} groups, each left out once; prompts that training saw are left out too`,
    line("annotators learned from", known),
    line("annotators never met", unknown),
    `difference ${difference.mean.toFixed(3)} (95 %: ${difference.lower.toFixed(3)} to ${difference.upper.toFixed(3)})`,
  ].join("\n");
}

function asLines(report: PreferenceReport): string {
  const { accuracy, accuracyInterval, logLoss, logLossInterval, intervals } = report;
  const line = (name: string, value: number, { lower, upper }: Interval, digits: number) =>
    `${name} ${value.toFixed(digits)} (95 %: ${lower.toFixed(digits)} to ${upper.toFixed(digits)})`;
  return [
    `${report.pairs} judgements of ${report.prompts} prompts`,
    line("accuracy", accuracy, accuracyInterval, 3),
    line('"longer wins"', report.longerWins, intervals.longerWins, 3),
    `${line("log-loss", logLoss, logLossInterval, 4)}, a coin toss 0.6931`,
    `${line("Brier score", report.brier, intervals.brier, 4)}, a coin toss 0.25`,
    line("calibration error", report.calibrationError, intervals.calibrationError, 4),
    line("correlation with length", report.lengthCorrelation, intervals.lengthCorrelation, 3),
  ].join("\n");
}
