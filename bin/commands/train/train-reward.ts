import { splitOf } from "../../../lib/prompts/assign-split.ts";
import { roundSettings } from "../../../lib/rounds/settings.ts";
import type { RankedPrompt } from "../../../trainer/algorithms/ranked-prompt.ts";
import { createRewardTrainer } from "../../../trainer/algorithms/reward.ts";
import { saveRewardModel } from "../../../trainer/algorithms/reward-file.ts";
import { loadModel } from "../../../trainer/models/language-model.ts";
import { saveModelFolder } from "../../../trainer/models/save.ts";
import type { ChatTokenizer } from "../../../trainer/models/tokenizer.ts";
import { requireTraining } from "../../../trainer/tensor/backend.ts";
import type { ComputeType } from "../../../trainer/tensor/linear.ts";
import { fetchBaseModel } from "../../../trainer/weights/fetch-base-model.ts";
import { type RankedAnswers, readRankings } from "./read-training-data.ts";
import { RunFolder } from "./run-folder.ts";

export interface TrainOptions {
  /** A folder in Hugging Face layout, a .gguf file or a hub name. */
  model?: string;
  data: string;
  out: string;
  /** JSON: what differs from the defaults of a round's reward or ppo settings. */
  settings?: string;
  seed: number;
  topBlocks: number;
  compute: ComputeType;
  systemPrompt?: string;
  /** Leave bad lines of the data out instead of refusing it. */
  skipBadLines?: boolean;
  /** Also write trunk and top as one folder that other libraries load. */
  merged?: boolean;
}

/** Trains a reward model on a file of rankings. Writes reward.safetensors, metrics.jsonl and summary.json. */
export async function trainReward({ validation, ...options }: TrainOptions & { validation: number }): Promise<void> {
  requireTraining();
  const { seed, topBlocks, reward } = roundSettings.parse({
    seed: options.seed,
    topBlocks: options.topBlocks,
    reward: options.settings ? JSON.parse(options.settings) : {},
  });
  const run = await RunFolder.open(options.out);
  const rankings = await readRankings(options.data, options);
  const base = await fetchBaseModel({ source: options.model });
  const model = await loadModel(base.location, { topLayers: topBlocks, compute: options.compute });
  const { context } = model.trunk.architecture;
  const side = (wanted: "train" | "validation") =>
    rankings
      .filter(({ splitKey }) => splitOf(splitKey, { validation, gold: 0 }) === wanted)
      .map((answers) => tokenise(answers, model.tokenizer, options.systemPrompt ?? null))
      .filter(({ completions }) => completions.every(({ tokens }) => tokens.length <= context));
  const [train, held] = [side("train"), side("validation")];
  if (train.length === 0) throw new Error(`${options.data} holds no ranking to train on.`);
  console.log(`${base.name}: ${train.length} prompts to train on, ${held.length} held out`);

  const trainer = createRewardTrainer(
    { ...reward, seed },
    { initial: model.top, padToken: model.tokenizer.padToken },
    train,
    held,
  );
  if (await run.resume(trainer)) console.log(`goes on at step ${trainer.progress.step}`);
  while (trainer.progress.step < trainer.progress.steps) {
    const { step, metrics, fault } = trainer.step();
    const { loss, accuracy } = metrics;
    const text = fault
      ? "skipped: its gradient was not finite"
      : `loss ${loss.toFixed(4)} accuracy ${accuracy.toFixed(3)}`;
    console.log(`step ${step + 1}/${trainer.progress.steps} ${text}`);
    await run.record(step, metrics, trainer);
  }

  const { model: trained, references, train: onTrain, validation: onHeld, dead } = trainer.finish();
  const summary = { base, seed, topBlocks, reward, train: onTrain, validation: onHeld, dead };
  if (dead) {
    await run.finish(summary);
    throw new Error(`No weights are written: ${dead}`);
  }
  const { sha256 } = await saveRewardModel(
    run.path("reward.safetensors"),
    trained,
    references,
    model.tokenizer.padToken,
  );
  // Other libraries know no ensembles: they get its first member.
  const { top, head } = trained.members[0]!;
  if (options.merged) await saveModelFolder(run.path("model"), { ...model, top }, { head });
  await run.finish({ ...summary, sha256 });
  if (onHeld) {
    const { accuracy, accuracyInterval, logLoss, longerWins } = onHeld;
    const interval = `${accuracyInterval.lower.toFixed(3)} to ${accuracyInterval.upper.toFixed(3)}`;
    console.log(
      `held out: accuracy ${accuracy.toFixed(3)} (${interval}), log-loss ${logLoss.toFixed(4)}, "longer wins" ${longerWins.toFixed(3)}`,
    );
  }
  console.log(`wrote ${run.path("reward.safetensors")}`);
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
