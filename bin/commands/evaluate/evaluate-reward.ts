import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { roundSettings } from "../../../lib/rounds/settings.ts";
import { cacheActivations } from "../../../trainer/algorithms/activations.ts";
import { completionLength } from "../../../trainer/algorithms/ranked-prompt.ts";
import { loadRewardModel } from "../../../trainer/algorithms/reward-file.ts";
import { scoreSequences } from "../../../trainer/algorithms/reward-model.ts";
import {
  type AnnotatorCrossValidation,
  crossValidateAnnotators,
  type GroupAgreement,
} from "../../../trainer/evaluation/cross-validate-annotators.ts";
import { type PreferenceReport, preferenceReport } from "../../../trainer/math/preference-report.ts";
import { createRandom } from "../../../trainer/math/random.ts";
import { loadModel } from "../../../trainer/models/language-model.ts";
import { readRankings } from "../train/read-training-data.ts";
import { tokenise } from "../train/train-reward.ts";

export interface EvaluateRewardOptions {
  /** What `train reward` wrote. */
  model: string;
  data: string;
  systemPrompt?: string;
  skipBadLines?: boolean;
  crossValidate?: "annotators";
  json?: boolean;
}

const summarySchema = z.object({
  base: z.object({ location: z.string() }),
  topBlocks: z.number().int().positive(),
  seed: z.number().int(),
  reward: z.unknown(),
});

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
  const summary = summarySchema.parse(JSON.parse(readFileSync(path.join(folder, "summary.json"), "utf8")));
  const rankings = await readRankings(data, { skipBadLines });
  const { trunk, tokenizer, top } = await loadModel(summary.base.location, { topLayers: summary.topBlocks });
  const prompts = rankings
    .map((answers) => tokenise(answers, tokenizer, systemPrompt ?? null))
    .filter(({ completions }) => completions.every(({ tokens }) => tokens.length <= trunk.architecture.context));
  if (prompts.length === 0) throw new Error(`${data} holds no ranking that fits into the model's context.`);
  if (crossValidate) {
    const settings = { ...roundSettings.shape.reward.parse(summary.reward), seed: summary.seed };
    const onFold = (fold: number, folds: number) => {
      if (!json) console.log(`fold ${fold + 1} of ${folds}`);
    };
    const found = crossValidateAnnotators(settings, { initial: top, padToken: tokenizer.padToken }, prompts, {
      onFold,
    });
    console.log(json ? JSON.stringify(found) : crossValidationLines(found));
    return;
  }
  const reward = await loadRewardModel(path.join(folder, "reward.safetensors"), trunk, tokenizer.padToken);
  const judged = prompts.map(({ completions, pairs }) => {
    const cached = cacheActivations(trunk, completions, tokenizer.padToken);
    const scores = scoreSequences(reward, cached, tokenizer.padToken);
    return {
      scores: scores.map((score) => score / reward.temperature),
      lengths: completions.map(completionLength),
      pairs,
    };
  });
  const report = preferenceReport(judged, createRandom(1));
  console.log(json ? JSON.stringify(report) : asLines(report, rankings.length - prompts.length));
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

function asLines(report: PreferenceReport, leftOut: number): string {
  const between = ({ lower, upper }: { lower: number; upper: number }) =>
    `(95 %: ${lower.toFixed(3)} to ${upper.toFixed(3)})`;
  return [
    `${report.pairs} judgements of ${report.prompts} prompts${leftOut > 0 ? `, ${leftOut} prompts too long and left out` : ""}`,
    `accuracy ${report.accuracy.toFixed(3)} ${between(report.accuracyInterval)}, "longer wins" ${report.longerWins.toFixed(3)}`,
    `log-loss ${report.logLoss.toFixed(4)} ${between(report.logLossInterval)}, a coin toss 0.6931`,
    `Brier score ${report.brier.toFixed(4)}`,
    `calibration error ${report.calibrationError.toFixed(4)}`,
    `correlation with length ${report.lengthCorrelation.toFixed(3)}`,
  ].join("\n");
}
