import type { LanguageModel } from "../../../trainer/models/language-model.ts";
import { saveModelFolder, saveTop } from "../../../trainer/models/save.ts";
import { policyFile } from "./open-model.ts";
import type { RunFolder } from "./run-folder.ts";

/** Writes what a run has made of a model: its top and, with `merged`, the whole of it in Hugging Face layout. */
export async function savePolicy(
  folder: RunFolder,
  policy: LanguageModel,
  { merged }: { merged?: boolean },
): Promise<{ summary: { sha256: string }; weights: string }> {
  const weights = folder.path(policyFile);
  const { sha256 } = await saveTop(weights, policy.top);
  if (merged) await saveModelFolder(folder.path("model"), policy);
  return { summary: { sha256 }, weights };
}
