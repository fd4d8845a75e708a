import { existsSync } from "node:fs";
import path from "node:path";
import { loadRewardModel } from "../../../trainer/algorithms/reward-file.ts";
import { loadModel } from "../../../trainer/models/language-model.ts";
import { saveModelFolder } from "../../../trainer/models/save.ts";
import type { MergeOptions } from "../merge.ts";
import { isVersionId, locateVersion } from "../train/locate-version.ts";
import { openModel, policyFile, readSummary, rewardFile } from "../train/open-model.ts";

/** Throws where `out` holds something already. */
export async function mergeModel({ model: place, out, maxShardSize: shardBytes }: MergeOptions): Promise<void> {
  if (existsSync(path.join(out, "config.json"))) throw new Error(`${out} holds a model already: give another folder.`);
  const reward = await locateReward(place);
  if (!reward) {
    const { model } = await openModel(place, { compute: "float32" });
    await saveModelFolder(out, model, { shardBytes });
  } else {
    const model = await loadModel(reward.base, { topLayers: reward.topBlocks });
    const { members } = await loadRewardModel(reward.weights, model.trunk, model.tokenizer.padToken);
    const { top, head } = members[0]!;
    await saveModelFolder(out, { ...model, top }, { head, shardBytes });
    if (members.length > 1)
      console.log(`other libraries know no ensembles: the first of ${members.length} members it is`);
  }
  console.log(`wrote ${out}`);
}

/** Where a reward model and the base below it lie; null for anything else that a run or the installation made. */
async function locateReward(place: string): Promise<{ base: string; topBlocks: number; weights: string } | null> {
  if (isVersionId(place)) {
    const { kind, base, config, weights } = await locateVersion(place);
    return kind === "reward" ? { base: base.location, topBlocks: config.topBlocks!, weights } : null;
  }
  const { base, topBlocks } = readSummary(place);
  if (existsSync(path.join(place, policyFile))) return null;
  return { base: base.location, topBlocks, weights: path.join(place, rewardFile) };
}
