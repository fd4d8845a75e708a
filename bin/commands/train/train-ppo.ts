import { statSync } from "node:fs";
import path from "node:path";
import { roundSettings } from "../../../lib/rounds/settings.ts";
import { createPpoTrainer } from "../../../trainer/algorithms/ppo.ts";
import { loadRewardModel } from "../../../trainer/algorithms/reward-file.ts";
import { loadModel } from "../../../trainer/models/language-model.ts";
import { saveModelFolder, saveTop } from "../../../trainer/models/save.ts";
import { requireTraining } from "../../../trainer/tensor/backend.ts";
import { fetchBaseModel } from "../../../trainer/weights/fetch-base-model.ts";
import { readPrompts } from "./read-training-data.ts";
import { RunFolder } from "./run-folder.ts";
import type { TrainOptions } from "./train-reward.ts";

/**
 * PPO on a file of prompts against a reward model that `train reward` wrote. Writes policy.safetensors, metrics.jsonl
 * and summary.json.
 */
export async function trainPpo({ reward: rewardPath, ...options }: TrainOptions & { reward: string }): Promise<void> {
  requireTraining();
  const { seed, topBlocks, ppo } = roundSettings.parse({
    seed: options.seed,
    topBlocks: options.topBlocks,
    ppo: options.settings ? JSON.parse(options.settings) : {},
  });
  const run = await RunFolder.open(options.out);
  const read = await readPrompts(options.data);
  const base = await fetchBaseModel({ source: options.model });
  const model = await loadModel(base.location, { topLayers: topBlocks, compute: options.compute });
  const { trunk, tokenizer } = model;
  const rewardFile = statSync(rewardPath).isDirectory() ? path.join(rewardPath, "reward.safetensors") : rewardPath;
  const reward = await loadRewardModel(rewardFile, trunk, tokenizer.padToken);
  const prompts = read
    .map(({ id, messages }) => ({
      id,
      tokens: tokenizer.encodeChat(messages, { systemPrompt: options.systemPrompt ?? null }),
    }))
    .filter(({ tokens }) => tokens.length + ppo.maxNewTokens <= trunk.architecture.context);
  if (prompts.length === 0) throw new Error(`${options.data} holds no prompt that fits into ${base.name}.`);
  console.log(`${base.name}: ${prompts.length} prompts`);

  const reference = model.top.clone();
  const trainer = createPpoTrainer(
    { ...ppo, seed },
    { policy: model, reference, reward, startsFromReference: true },
    prompts,
  );
  if (await run.resume(trainer)) console.log(`goes on at update ${trainer.update}`);
  while (trainer.update < ppo.updates) {
    const { update, metrics, alarms, fault } = await trainer.step();
    if (fault) throw new Error(`A ${fault.what} was not finite in update ${update + 1}; nothing is written.`);
    const figures = ["objective/scores", "objective/kl", "policy/entropy_avg"] as const;
    console.log(
      `update ${update + 1}/${ppo.updates} ${figures.map((name) => `${name} ${metrics[name].toFixed(3)}`).join(" ")}`,
    );
    for (const { message } of alarms) console.warn(message);
    await run.record(update, metrics, trainer);
  }

  const { sha256 } = await saveTop(run.path("policy.safetensors"), model.top);
  if (options.merged) await saveModelFolder(run.path("model"), model);
  await run.finish({ base, seed, topBlocks, ppo, sha256 });
  console.log(`wrote ${run.path("policy.safetensors")}`);
}
