import { registerModel } from "../../lib/models/register-model.ts";
import { recordMetrics } from "../../lib/rounds/record-metrics.ts";
import { createPpoTrainer, type PpoStep } from "../algorithms/ppo.ts";
import { disposeRewardModel } from "../algorithms/reward-model.ts";
import { createRandom, seedOf } from "../math/random.ts";
import { saveTop } from "../models/save.ts";
import { StageCheckpoints } from "./checkpoints.ts";
import { livePrompts, recordLiveSamples } from "./live-samples.ts";
import { Pace } from "./pace.ts";
import { RoundError } from "./round-error.ts";
import type { RoundRun } from "./round-run.ts";
import { storeWeights } from "./store-weights.ts";

/** Updates in a row with a fault or a roll-back: something is broken, and going on would only take time. */
const failuresInARow = 3;
/** How often, at most, live samples are drawn in a round. */
const liveDraws = 8;

/** PPO on the project's training prompts; the reward model and the reference stay as they are. */
export async function trainPolicy(run: RoundRun): Promise<void> {
  if (run.round.policyVersionId) return;
  const { id: roundId, settings, startId, referenceId } = run.round;
  await run.report("policy", 0);
  const reference = await run.loadReference();
  const { tokenizer, trunk } = reference;
  const policy = { ...reference, top: await run.loadStart() };
  const reward = await run.loadReward();
  const prompts = await run.trainingPrompts("train", tokenizer, trunk.architecture.context);
  if (prompts.length === 0) {
    throw new RoundError("no_prompts", "No training prompt leaves room for an answer.", [
      "prompts are longer than the model's context less the longest answer",
    ]);
  }
  const heldOut = await run.trainingPrompts("validation", tokenizer, trunk.architecture.context);
  const watched = createRandom(seedOf(settings.seed, "live")).shuffle(heldOut).slice(0, livePrompts);

  const mix =
    settings.ppo.ptxCoefficient > 0 ? await run.demonstrations("train", tokenizer, trunk.architecture.context) : [];
  if (settings.ppo.ptxCoefficient > 0 && mix.length === 0) {
    throw new RoundError("no_demonstrations", "There are no demonstrations to mix in.", [
      "set ptxCoefficient to 0",
      "let annotators write demonstrations to training prompts",
    ]);
  }

  const trainer = createPpoTrainer(
    { ...settings.ppo, seed: seedOf(settings.seed, "ppo") },
    { policy, reference: reference.top, reward, mix, startsFromReference: startId === referenceId },
    prompts,
  );
  const { updates } = settings.ppo;
  const checkpoints = new StageCheckpoints(run, "policy");
  const state = await checkpoints.read();
  if (state) trainer.restore(state);
  else await recordLiveSamples(run, { policy, reward, step: 0 }, watched);

  const liveEvery = Math.max(1, Math.ceil(updates / liveDraws));
  const pace = new Pace();
  let failures = 0;
  while (trainer.update < updates) {
    pace.skip();
    const step = await trainer.step();
    pace.step();
    await recordMetrics({ roundId, stage: "policy", step: step.update, values: { ...step.metrics } });
    await run.alarm("policy", step.update, step.alarms, tokenizer);
    failures = step.fault || step.rolledBack ? failures + 1 : 0;
    stopAfter(failures, step);
    const done = step.update + 1;
    if (done % liveEvery === 0 && done < updates) {
      await recordLiveSamples(run, { policy, reward, step: done }, watched);
    }
    await run.report("policy", done / updates, pace.secondsFor(updates - done + updatesLikeEvaluation(run)));
    // A step that failed leaves nothing worth keeping.
    if (!step.fault) await checkpoints.writeWhenDue(done, () => trainer.state());
  }

  const weights = await storeWeights(roundId, (file) => saveTop(file, policy.top));
  await registerModel({
    roundId,
    kind: "policy",
    parentId: startId!,
    weights,
    trunkHash: trunk.hash,
    config: { topBlocks: settings.topBlocks, training: JSON.parse(JSON.stringify(trainer.config)) },
    metrics: {},
  });
  trainer.dispose();
  policy.top.dispose();
  disposeRewardModel(reward);
  await checkpoints.clear();
  await run.reread();
}

/** How many updates take about as long as the evaluation: it samples for both sides and learns nothing. */
function updatesLikeEvaluation(run: RoundRun): number {
  const { ppo, evaluation } = run.round.settings;
  return (2 * evaluation.prompts * evaluation.samplesPerPrompt) / (ppo.batchSize * 2);
}

/** Throws after several updates in a row that nothing was learned from. */
function stopAfter(inARow: number, { alarms }: PpoStep): void {
  const last = alarms.at(-1);
  if (inARow < failuresInARow || !last) return;
  const code = last.kind === "kl_spike" ? "kl_spike" : "not_finite";
  throw new RoundError(code, `${inARow} updates in a row were left out. Last: ${last.message}`, last.causes);
}
