import { createSftTrainer, sftDefaults } from "../../../trainer/algorithms/sft.ts";
import { loadModel } from "../../../trainer/models/language-model.ts";
import { saveModelFolder, saveTop } from "../../../trainer/models/save.ts";
import { requireTraining } from "../../../trainer/tensor/backend.ts";
import { fetchBaseModel } from "../../../trainer/weights/fetch-base-model.ts";
import { readDemonstrations } from "./read-training-data.ts";
import { RunFolder } from "./run-folder.ts";
import { givenSettings, type SettingOptions } from "./settings.ts";
import type { TrainOptions } from "./train-reward.ts";

/** Fine-tunes on a file of demonstrations. Writes policy.safetensors, metrics.jsonl and summary.json. */
export async function trainSft(options: TrainOptions & SettingOptions): Promise<void> {
  requireTraining();
  const { seed, topBlocks, systemPrompt = null } = options;
  const sft = { ...sftDefaults, ...givenSettings(options, sftDefaults), seed };
  const run = await RunFolder.open(options.out);
  const read = await readDemonstrations(options.data, options);
  const base = await fetchBaseModel({ source: options.model });
  const model = await loadModel(base.location, { topLayers: topBlocks, compute: options.compute });
  const { tokenizer, trunk, top } = model;
  const demonstrations = read
    .map(({ messages, completion }) => {
      const prompt = tokenizer.encodeChat(messages, { systemPrompt });
      const tokens = [...prompt, ...tokenizer.encodeCompletion(completion, { finished: true })];
      return { tokens, promptLength: prompt.length };
    })
    .filter(({ tokens }) => tokens.length <= trunk.architecture.context);
  if (demonstrations.length === 0)
    throw new Error(`${options.data} holds no demonstration that fits into ${base.name}.`);
  console.log(`${base.name}: ${demonstrations.length} demonstrations`);

  const trainer = createSftTrainer(sft, { top, padToken: tokenizer.padToken }, demonstrations);
  if (await run.resume(trainer)) console.log(`goes on at step ${trainer.progress.step}`);
  while (trainer.progress.step < trainer.progress.steps) {
    const { step, metrics, skipped } = trainer.step();
    const text = skipped ? "skipped: its gradient was not finite" : `loss ${metrics.loss.toFixed(4)}`;
    console.log(`step ${step + 1}/${trainer.progress.steps} ${text}`);
    await run.record(step, metrics, trainer);
  }

  const { sha256 } = await saveTop(run.path("policy.safetensors"), top);
  if (options.merged) await saveModelFolder(run.path("model"), model);
  await run.finish({ base, seed, topBlocks, sft, sha256 });
  console.log(`wrote ${run.path("policy.safetensors")}`);
}
