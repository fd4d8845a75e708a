import { existsSync } from "node:fs";
import path from "node:path";
import { loadRewardModel } from "../../../trainer/algorithms/reward-file.ts";
import { loadModel } from "../../../trainer/models/language-model.ts";
import { saveModelFolder } from "../../../trainer/models/save.ts";
import type { MergeOptions } from "../merge.ts";
import { openModel, policyFile, readSummary, rewardFile } from "../train/open-model.ts";

/** Throws where `out` holds something already. */
export async function mergeModel({ model: folder, out, maxShardSize: shardBytes }: MergeOptions): Promise<void> {
  if (existsSync(path.join(out, "config.json"))) throw new Error(`${out} holds a model already: give another folder.`);
  const summary = readSummary(folder);
  if (existsSync(path.join(folder, policyFile))) {
    const { model } = await openModel(folder, { compute: "float32" });
    await saveModelFolder(out, model, { shardBytes });
  } else {
    const model = await loadModel(summary.base.location, { topLayers: summary.topBlocks });
    const { members } = await loadRewardModel(path.join(folder, rewardFile), model.trunk, model.tokenizer.padToken);
    const { top, head } = members[0]!;
    await saveModelFolder(out, { ...model, top }, { head, shardBytes });
    if (members.length > 1)
      console.log(`other libraries know no ensembles: the first of ${members.length} members it is`);
  }
  console.log(`wrote ${out}`);
}
