import { createHash } from "node:crypto";
import { locateModel } from "../../lib/models/locate-model.ts";
import { registerModel } from "../../lib/models/register-model.ts";
import { adoptSftVersion } from "../../lib/rounds/adopt-sft-version.ts";
import { listGates } from "../../lib/rounds/list-gates.ts";
import { recordGate } from "../../lib/rounds/record-gate.ts";
import { recordMetrics } from "../../lib/rounds/record-metrics.ts";
import { createSftTrainer } from "../algorithms/sft.ts";
import { trainingFaultAlarm } from "../algorithms/training-fault.ts";
import { reportDemonstrations } from "../evaluation/demonstration-loss.ts";
import { seedOf } from "../math/random.ts";
import type { Sequence } from "../models/batch.ts";
import { saveTop } from "../models/save.ts";
import { StageCheckpoints } from "./checkpoints.ts";
import { sftGate } from "./gates.ts";
import type { RoundRun } from "./round-run.ts";
import { storeWeights } from "./store-weights.ts";

/**
 * Fine-tunes the base on the dataset's demonstrations, where there are enough and no earlier round has learned exactly
 * these; the version made is the reference and the start of what follows. Always from the base, on all demonstrations: the
 * order in which they came does not matter then.
 */
export async function trainSft(run: RoundRun): Promise<void> {
  if (!run.round.sftVersionId) await train(run);
  if (!run.round.sftVersionId) return;
  const gates = await listGates({ roundId: run.round.id });
  const outcome = gates.find(({ name }) => name === "sft")!.outcome;
  if (outcome === "failed") return;
  await adoptSftVersion({ roundId: run.round.id, activate: outcome === "passed" });
  await run.reread();
}

async function train(run: RoundRun): Promise<void> {
  const { id: roundId, projectId, settings, referenceId } = run.round;
  const { fromDemonstrations, ...own } = settings.sft;
  const config = { ...own, ...(settings.lora.rank > 0 ? { lora: settings.lora } : {}) };
  if (fromDemonstrations === null) return;
  const base = await run.loadBase();
  const { tokenizer, trunk } = base;
  const demonstrations = await run.demonstrations("train", tokenizer, trunk.architecture.context);
  if (demonstrations.length < fromDemonstrations) return;
  const seed = seedOf(settings.seed, "sft");
  const hash = hashOf(demonstrations, [trunk.hash, { ...config, seed }]);
  const reference = await locateModel({ modelVersionId: referenceId! });
  if (reference.config.demonstrations?.hash === hash) return;

  await run.report("sft", 0);
  const top = base.top.clone();
  const trainer = createSftTrainer({ ...config, seed }, { top, padToken: tokenizer.padToken }, demonstrations);
  const checkpoints = new StageCheckpoints(run, "sft");
  const state = await checkpoints.read();
  if (state) trainer.restore(state);
  while (trainer.progress.step < trainer.progress.steps) {
    const { step, metrics, fault } = trainer.step();
    if (fault) await run.alarm("sft", step, [trainingFaultAlarm(fault)], tokenizer);
    await recordMetrics({ roundId, stage: "sft", step, values: { ...metrics } });
    const { step: done, steps } = trainer.progress;
    await run.report("sft", done / steps);
    await checkpoints.writeWhenDue(done, () => trainer.state());
  }

  const heldOut = await run.demonstrations("validation", tokenizer, trunk.architecture.context);
  const report =
    heldOut.length === 0 ? null : reportDemonstrations({ base: base.top, tuned: top }, heldOut, tokenizer.padToken);
  await recordGate({ roundId, projectId, gate: sftGate(report) });
  const weights = await storeWeights(roundId, (file) => saveTop(file, top));
  await registerModel({
    roundId,
    kind: "sft",
    parentId: reference.base.id,
    weights,
    trunkHash: trunk.hash,
    config: {
      topBlocks: settings.topBlocks,
      demonstrations: { count: demonstrations.length, hash },
      training: JSON.parse(JSON.stringify(trainer.config)),
    },
    metrics: report
      ? {
          demonstrations: report.demonstrations,
          loss: report.tuned,
          base_loss: report.base,
          loss_difference: report.difference.mean,
          loss_difference_lower: report.difference.lower,
          loss_difference_upper: report.difference.upper,
        }
      : {},
  });
  trainer.dispose();
  top.dispose();
  await checkpoints.clear();
  await run.reread();
}

/** Equal for equal tokens in the same order, on the same trunk and with the same settings: then equal weights come out. */
function hashOf(demonstrations: readonly Sequence[], rest: unknown): string {
  const content = demonstrations.map(({ tokens, promptLength }) => [promptLength, ...tokens]);
  return createHash("sha256")
    .update(JSON.stringify([content, rest]))
    .digest("hex");
}
