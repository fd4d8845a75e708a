import { registerModel } from "../../lib/models/register-model.ts";
import { recordGate } from "../../lib/rounds/record-gate.ts";
import { recordMetrics } from "../../lib/rounds/record-metrics.ts";
import { createRewardTrainer, type RewardResult } from "../algorithms/reward.ts";
import { saveRewardModel } from "../algorithms/reward-file.ts";
import { deadRewardAlarm, rewardFaultAlarm } from "../algorithms/reward-metrics.ts";
import { disposeRewardModel } from "../algorithms/reward-model.ts";
import { sampleRollouts } from "../algorithms/rollout.ts";
import { createRandom, seedOf } from "../math/random.ts";
import type { LanguageModel } from "../models/language-model.ts";
import { Sampler } from "../models/sample.ts";
import { StageCheckpoints } from "./checkpoints.ts";
import { rewardGate } from "./gates.ts";
import { Pace } from "./pace.ts";
import { RoundError } from "./round-error.ts";
import { longestSequence, type RoundRun } from "./round-run.ts";
import { storeWeights } from "./store-weights.ts";
import { readRankedPrompts } from "./training-data.ts";

/** Answers of the reference that set the scale of rewards: mean 0, deviation 1. */
const normalisationSamples = 64;
/** Of the stage's progress bar; the rest is setting the scale and checking on held-out comparisons. */
const trainingShare = 0.85;

/** Trains the reward model on the round's comparisons, from the reference, and checks it on held-out ones. */
export async function trainReward(run: RoundRun): Promise<void> {
  if (run.round.rewardVersionId) return;
  const { id: roundId, projectId, settings, systemPrompt, datasetVersionId, referenceId } = run.round;
  await run.report("reward", 0);
  const reference = await run.loadReference();
  const { tokenizer, trunk } = reference;
  const longest = Math.min(longestSequence, trunk.architecture.context);
  const read = (split: "train" | "validation") =>
    readRankedPrompts({ datasetVersionId: datasetVersionId!, split, systemPrompt }, tokenizer, longest);
  const train = await read("train");
  const validation = await read("validation");
  if (train.prompts.length === 0) {
    throw new RoundError("no_comparisons", "No comparison on the training side can be learned from.", [
      `prompts with an answer beyond ${longest} tokens are left out: ${train.leftOut}`,
    ]);
  }

  const trainer = createRewardTrainer(
    { ...settings.reward, lora: settings.lora, seed: seedOf(settings.seed, "reward") },
    { initial: reference.top, padToken: tokenizer.padToken },
    train.prompts,
    validation.prompts,
  );
  const checkpoints = new StageCheckpoints(run, "reward");
  const state = await checkpoints.read();
  if (state) trainer.restore(state);
  const later = await run.secondsAfterReward();
  const pace = new Pace();
  while (trainer.progress.step < trainer.progress.steps) {
    const { step, metrics, fault } = trainer.step();
    if (fault) await run.alarm("reward", step, [rewardFaultAlarm(fault)], tokenizer);
    pace.step();
    await recordMetrics({ roundId, stage: "reward", step, values: { ...metrics } });
    const { step: done, steps } = trainer.progress;
    const stageSeconds = pace.secondsFor(steps - done);
    const left = stageSeconds === null || later === null ? null : stageSeconds + later;
    await run.report("reward", trainingShare * (done / steps), left);
    if (done < steps) await checkpoints.writeWhenDue(done, () => trainer.state());
    else await checkpoints.write(done, trainer.state());
    pace.skip();
  }

  const result = trainer.finish(await sampleForNormalisation(run, reference));
  const { model, references, dead } = result;
  const weights = await storeWeights(roundId, (file) => saveRewardModel(file, model, references, tokenizer.padToken));
  if (dead) await run.alarm("reward", trainer.progress.step, [deadRewardAlarm(dead)], tokenizer);
  const gate = rewardGate(result.validation, dead);
  await recordGate({ roundId, projectId, gate });
  await registerModel({
    roundId,
    kind: "reward",
    parentId: referenceId!,
    weights,
    trunkHash: trunk.hash,
    config: {
      topBlocks: settings.topBlocks,
      normalisation: model.normalisation,
      temperature: model.temperature,
      members: model.members.length,
      training: JSON.parse(JSON.stringify(trainer.config)),
    },
    metrics: metricsOf(result, train.leftOut + validation.leftOut),
  });
  trainer.dispose();
  disposeRewardModel(model);
  await checkpoints.clear();
  await run.reread();
}

/** The reference's answers to some training prompts. */
async function sampleForNormalisation(run: RoundRun, reference: LanguageModel) {
  const { settings } = run.round;
  const { tokenizer, trunk } = reference;
  const prompts = await run.trainingPrompts("train", tokenizer, trunk.architecture.context);
  const chosen = createRandom(seedOf(settings.seed, "normalisation")).shuffle(prompts).slice(0, normalisationSamples);
  // One answer says nothing about a deviation: then the ranked answers set the scale.
  if (chosen.length < 2) return undefined;
  const sampler = new Sampler(reference);
  try {
    return await sampleRollouts(sampler, chosen, {
      temperature: settings.ppo.temperature,
      maxNewTokens: settings.ppo.maxNewTokens,
      seedParts: [settings.seed, "normalisation"],
    });
  } finally {
    sampler.dispose();
  }
}

/** Figures kept with the version, by the names in lib/rounds/metrics.ts. */
function metricsOf(
  { train, validation, calibrated, model, ensembleDeviation }: RewardResult,
  leftOut: number,
): Record<string, number> {
  return {
    train_log_loss: train.logLoss,
    train_accuracy: train.accuracy,
    left_out_prompts: leftOut,
    ensemble_std: ensembleDeviation,
    temperature: model.temperature,
    ...(validation && {
      comparisons: validation.pairs,
      log_loss: validation.logLoss,
      log_loss_lower: validation.logLossInterval.lower,
      log_loss_upper: validation.logLossInterval.upper,
      accuracy: validation.accuracy,
      accuracy_lower: validation.accuracyInterval.lower,
      accuracy_upper: validation.accuracyInterval.upper,
      longer_wins: validation.longerWins,
      brier: validation.brier,
      ece: validation.calibrationError,
      length_correlation: validation.lengthCorrelation,
    }),
    ...(calibrated && {
      log_loss_calibrated: calibrated.logLoss,
      brier_calibrated: calibrated.brier,
      ece_calibrated: calibrated.calibrationError,
    }),
  };
}
