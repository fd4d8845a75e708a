import { createDpoTrainer, dpoDefaults } from "../../../trainer/algorithms/dpo.ts";
import { loadModel } from "../../../trainer/models/language-model.ts";
import { saveModelFolder, saveTop } from "../../../trainer/models/save.ts";
import { requireTraining } from "../../../trainer/tensor/backend.ts";
import { fetchBaseModel } from "../../../trainer/weights/fetch-base-model.ts";
import { readRankings } from "./read-training-data.ts";
import { RunFolder } from "./run-folder.ts";
import { givenSettings, type SettingOptions } from "./settings.ts";
import { type TrainOptions, tokenise } from "./train-reward.ts";

/** DPO on a file of rankings. Writes policy.safetensors, metrics.jsonl and summary.json. */
export async function trainDpo(options: TrainOptions & SettingOptions): Promise<void> {
  requireTraining();
  const { seed, topBlocks } = options;
  const dpo = { ...dpoDefaults, ...givenSettings(options, dpoDefaults), seed };
  const run = await RunFolder.open(options.out);
  const rankings = await readRankings(options.data, options);
  const base = await fetchBaseModel({ source: options.model });
  const model = await loadModel(base.location, { topLayers: topBlocks, compute: options.compute });
  const { context } = model.trunk.architecture;
  const prompts = rankings
    .map((answers) => tokenise(answers, model.tokenizer, options.systemPrompt ?? null))
    .filter(({ completions }) => completions.every(({ tokens }) => tokens.length <= context));
  if (prompts.length === 0) throw new Error(`${options.data} holds no ranking that fits into ${base.name}.`);
  console.log(`${base.name}: ${prompts.length} prompts`);

  const trainer = createDpoTrainer(
    dpo,
    {
      policy: model.top,
      reference: model.top.clone(),
      startsFromReference: true,
      padToken: model.tokenizer.padToken,
    },
    prompts,
  );
  if (await run.resume(trainer)) console.log(`goes on at step ${trainer.progress.step}`);
  while (trainer.progress.step < trainer.progress.steps) {
    const { step, metrics, skipped } = trainer.step();
    const { loss, "rewards/accuracies": accuracy, "rewards/margins": margin } = metrics;
    const text = skipped
      ? "skipped: its gradient was not finite"
      : `loss ${loss.toFixed(4)} accuracy ${accuracy.toFixed(3)} margin ${margin.toFixed(4)}`;
    console.log(`step ${step + 1}/${trainer.progress.steps} ${text}`);
    await run.record(step, metrics, trainer);
  }

  const { sha256 } = await saveTop(run.path("policy.safetensors"), model.top);
  if (options.merged) await saveModelFolder(run.path("model"), model);
  await run.finish({ base, seed, topBlocks, dpo, sha256 });
  console.log(`wrote ${run.path("policy.safetensors")}`);
}
