import { splitOf } from "../../../lib/prompts/assign-split.ts";
import { cacheActivations } from "../../../trainer/algorithms/activations.ts";
import { completionLength, type RankedPrompt } from "../../../trainer/algorithms/ranked-prompt.ts";
import { createRewardTrainer } from "../../../trainer/algorithms/reward.ts";
import { saveRewardModel } from "../../../trainer/algorithms/reward-file.ts";
import { rewardFaultAlarm } from "../../../trainer/algorithms/reward-metrics.ts";
import { disposeRewardModel, type RewardModel, scoreSequences } from "../../../trainer/algorithms/reward-model.ts";
import { type PreferenceReport, preferenceReport } from "../../../trainer/math/preference-report.ts";
import { createRandom } from "../../../trainer/math/random.ts";
import type { LanguageModel } from "../../../trainer/models/language-model.ts";
import { saveModelFolder } from "../../../trainer/models/save.ts";
import type { ChatTokenizer } from "../../../trainer/models/tokenizer.ts";
import { alarmText } from "./alarm-text.ts";
import type { Figures } from "./figures.ts";
import type { MethodSettings } from "./method-settings.ts";
import { type OpenedModel, rewardFile } from "./open-model.ts";
import { type RankedAnswers, readRankings } from "./read-training-data.ts";
import type { TrainingMethod, TrainOptions } from "./training-run.ts";

/** Trains a reward model on a file of rankings. */
export const reward: TrainingMethod = {
  method: "reward",
  shown: ["loss", "accuracy"],
  async prepare(options, settings, opened) {
    const { model } = opened;
    const { padToken } = model.tokenizer;
    const rankings = await readPrompts(options.data, options, opened);
    const side = (wanted: "train" | "validation") =>
      rankings.filter(({ splitKey }) => splitOf(splitKey, { validation: options.validation!, gold: 0 }) === wanted);
    const [train, held] = [side("train"), side("validation")];
    if (train.length === 0) throw new Error(`${options.data} holds no ranking to train on.`);
    const evaluated = options.eval ? await readPrompts(options.eval, options, opened) : null;
    return {
      data: `${train.length} prompts to train on, ${held.length} held out`,
      start(seed) {
        const trainer = createRewardTrainer(
          { ...(settings as MethodSettings<"reward">), seed },
          { initial: model.top, padToken },
          train,
          held,
        );
        let trained: RewardModel | null = null;
        return {
          get progress() {
            return trainer.progress;
          },
          async step() {
            const { step, metrics, fault } = trainer.step();
            const alarm = fault && alarmText(rewardFaultAlarm(fault), model.tokenizer, promptIn(train));
            return { metrics: { ...metrics }, warnings: alarm ? [`step ${step + 1}: ${alarm}`] : [] };
          },
          state: () => trainer.state(),
          restore: (state) => trainer.restore(state),
          async finish(folder) {
            const { model: finished, references, train: onTrain, validation, dead } = trainer.finish();
            trained = finished;
            const judged = evaluated ? reportFigures("eval/", judgeRanking(finished, model, evaluated)) : {};
            const figures = { ...(validation ? reportFigures("held-out/", validation) : {}), ...judged };
            const summary = { train: onTrain, validation, dead };
            if (dead) return { summary, figures, weights: null, refused: dead };
            const { sha256 } = await saveRewardModel(folder.path(rewardFile), finished, references, padToken);
            // Other libraries know no ensembles: they get its first member.
            const { top, head } = finished.members[0]!;
            if (options.merged) await saveModelFolder(folder.path("model"), { ...model, top }, { head });
            return { summary: { ...summary, sha256 }, figures, weights: folder.path(rewardFile) };
          },
          dispose() {
            trainer.dispose();
            if (trained) disposeRewardModel(trained);
          },
        };
      },
    };
  },
};

/** Rankings of a file as tokens, those left out that do not fit into the model. */
export async function readPrompts(
  file: string,
  options: Pick<TrainOptions, "skipBadLines" | "systemPrompt">,
  { model, base }: Pick<OpenedModel, "model"> & { base: { name: string } },
): Promise<(RankedPrompt & { splitKey: string })[]> {
  const { context } = model.trunk.architecture;
  const prompts = (await readRankings(file, options))
    .map((answers) => ({
      ...tokenise(answers, model.tokenizer, options.systemPrompt ?? null),
      splitKey: answers.splitKey,
    }))
    .filter(({ completions }) => completions.every(({ tokens }) => tokens.length <= context));
  if (prompts.length === 0) throw new Error(`${file} holds no ranking that fits into ${base.name}.`);
  return prompts;
}

/** The tokens of a prompt by its id. */
export function promptIn(prompts: readonly RankedPrompt[]): (id: string) => readonly number[] | undefined {
  return (id) => {
    const first = prompts.find((prompt) => prompt.id === id)?.completions[0];
    return first?.tokens.slice(0, first.promptLength);
  };
}

/** How well a reward model's calibrated scores agree with rankings. */
export function judgeRanking(
  rewardModel: RewardModel,
  { trunk, tokenizer }: LanguageModel,
  prompts: readonly RankedPrompt[],
): PreferenceReport {
  const judged = prompts.map(({ completions, pairs }) => {
    const cached = cacheActivations(trunk, completions, tokenizer.padToken);
    const scores = scoreSequences(rewardModel, cached, tokenizer.padToken);
    return {
      scores: scores.map((score) => score / rewardModel.temperature),
      lengths: completions.map(completionLength),
      pairs,
    };
  });
  return preferenceReport(judged, createRandom(1));
}

/** A report's figures with their intervals, under names with a prefix. */
export function reportFigures(prefix: string, report: PreferenceReport): Figures {
  const { accuracy, logLoss, brier, calibrationError, longerWins, lengthCorrelation, intervals } = report;
  return {
    [`${prefix}accuracy`]: { value: accuracy, ...report.accuracyInterval },
    [`${prefix}longer_wins`]: { value: longerWins, ...intervals.longerWins },
    [`${prefix}log_loss`]: { value: logLoss, ...report.logLossInterval },
    [`${prefix}brier`]: { value: brier, ...intervals.brier },
    [`${prefix}calibration_error`]: { value: calibrationError, ...intervals.calibrationError },
    [`${prefix}length_correlation`]: { value: lengthCorrelation, ...intervals.lengthCorrelation },
  };
}

/** A prompt of a file as trainers take it. */
export function tokenise(answers: RankedAnswers, tokenizer: ChatTokenizer, systemPrompt: string | null): RankedPrompt {
  const prompt = tokenizer.encodeChat(answers.messages, { systemPrompt });
  return {
    id: answers.id,
    completions: answers.completions.map((text) => ({
      tokens: [...prompt, ...tokenizer.encodeCompletion(text, { finished: true })],
      promptLength: prompt.length,
    })),
    pairs: answers.pairs,
  };
}
