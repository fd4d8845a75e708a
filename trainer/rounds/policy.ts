import { registerModel } from "../../lib/models/register-model.ts";
import { recordMetrics } from "../../lib/rounds/record-metrics.ts";
import { createPpoTrainer, type PpoStep } from "../algorithms/ppo.ts";
import { disposeRewardModel } from "../algorithms/reward-model.ts";
import { seedOf } from "../math/random.ts";
import { saveTop } from "../models/save.ts";
import { StageCheckpoints } from "./checkpoints.ts";
import { RoundGuard } from "./guard.ts";
import { Pace } from "./pace.ts";
import { RoundError } from "./round-error.ts";
import type { RoundRun } from "./round-run.ts";
import { storeWeights } from "./store-weights.ts";

/** Updates in a row with a fault or a roll-back: something is broken, and going on would only take time. */
const failuresInARow = 3;

/**
 * PPO on the project's training prompts; the reward model and the reference stay as they are. The guard may end it before
 * the last update, and has the last word on which weights are kept.
 */
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
  const mix = await run.mix();

  const trainer = createPpoTrainer(
    { ...settings.ppo, lora: settings.lora, seed: seedOf(settings.seed, "ppo") },
    { policy, reference: reference.top, reward, mix, startsFromReference: startId === referenceId },
    prompts,
  );
  const { updates } = settings.ppo;
  const checkpoints = new StageCheckpoints(run, "policy");
  const guard = await RoundGuard.open(run, { policy, reference, proxy: reward });
  const state = await checkpoints.read();
  if (state) {
    trainer.restore(state);
    guard.importFrom(state);
  } else if (guard.isDue(0)) await guard.look(0);

  const pace = new Pace();
  let failures = 0;
  while (trainer.update < updates && !guard.stopped) {
    pace.skip();
    const step = await trainer.step();
    pace.step();
    await recordMetrics({ roundId, stage: "policy", step: step.update, values: { ...step.metrics } });
    await run.alarm("policy", step.update, step.alarms, tokenizer);
    failures = step.fault || step.rolledBack ? failures + 1 : 0;
    stopAfter(failures, step);
    const done = step.update + 1;
    if (guard.isDue(done)) await guard.look(done);
    await run.report(
      "policy",
      done / updates,
      pace.secondsFor(updates - done + updatesLikeEvaluation(run, updates - done)),
    );
    // A step that failed leaves nothing worth keeping.
    if (!step.fault) await checkpoints.writeWhenDue(done, () => guard.exportTo(trainer.state()));
  }

  await guard.conclude();
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
  guard.dispose();
  policy.top.dispose();
  disposeRewardModel(reward);
  await checkpoints.clear();
  await run.reread();
}

/** How many updates take about as long as what is still to be sampled without learning from it. */
function updatesLikeEvaluation(run: RoundRun, updatesLeft: number): number {
  const { ppo, evaluation, guard } = run.round.settings;
  const atEnd = 2 * evaluation.prompts * evaluation.samplesPerPrompt;
  const between = Math.floor(updatesLeft / guard.every) * guard.prompts * guard.samplesPerPrompt;
  return (atEnd + between) / (ppo.batchSize * 2);
}

/** Throws after several updates in a row that nothing was learned from. */
function stopAfter(inARow: number, { alarms }: PpoStep): void {
  const last = alarms.at(-1);
  if (inARow < failuresInARow || !last) return;
  const code = last.kind === "kl_spike" ? "kl_spike" : "not_finite";
  throw new RoundError(code, `${inARow} updates in a row were left out. Last: ${last.message}`, last.causes);
}
