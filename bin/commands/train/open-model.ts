import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { defaultTopLayers, type LanguageModel, loadModel } from "../../../trainer/models/language-model.ts";
import { loadTop } from "../../../trainer/models/save.ts";
import type { ComputeType } from "../../../trainer/tensor/linear.ts";
import { type BaseModel, fetchBaseModel } from "../../../trainer/weights/fetch-base-model.ts";
import { isVersionId, locateVersion } from "./locate-version.ts";

/** Weights that a training run writes; the summary comes last, so where it is the rest is whole. */
export const policyFile = "policy.safetensors";
export const rewardFile = "reward.safetensors";
export const summaryFile = "summary.json";

const summarySchema = z.object({
  base: z.object({
    location: z.string(),
    name: z.string(),
    origin: z.enum(["local", "hub", "wheel"]),
    sha256: z.string(),
  }),
  topBlocks: z.number().int().positive(),
  seed: z.number().int(),
  settings: z.record(z.string(), z.unknown()),
});
export type RunSummary = z.infer<typeof summarySchema>;

/** What a finished training run says of itself. Throws where the folder holds none. */
export function readSummary(folder: string): RunSummary {
  const file = path.join(folder, summaryFile);
  if (!existsSync(file)) throw new Error(`${folder} holds no finished training run: there is no ${summaryFile} in it.`);
  const parsed = summarySchema.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!parsed.success) throw new Error(`${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Whether the folder is what `attune train` wrote, and not a model in Hugging Face layout. */
export function isRunFolder(place: string): boolean {
  return existsSync(path.join(place, summaryFile)) && !existsSync(path.join(place, "config.json"));
}

export interface OpenedModel {
  base: BaseModel;
  model: LanguageModel;
  topBlocks: number;
  /** SHA-256 of the run's weights on top of the base; null for a base alone. */
  topHash: string | null;
}

/**
 * A model from a folder in Hugging Face layout, a .gguf file, a hub name, the folder of a training run that left a
 * policy, or a model version of the installation: its base with its top.
 * @param topBlocks undefined: the run's, or the usual number
 */
export async function openModel(
  place: string | undefined,
  { topBlocks, compute }: { topBlocks?: number; compute: ComputeType },
): Promise<OpenedModel> {
  if (place !== undefined && isVersionId(place)) return await openVersion(place, { topBlocks, compute });
  if (place === undefined || !isRunFolder(place)) {
    const base = await fetchBaseModel({ source: place });
    const topLayers = topBlocks ?? defaultTopLayers;
    return { base, model: await loadModel(base.location, { topLayers, compute }), topBlocks: topLayers, topHash: null };
  }
  const summary = readSummary(place);
  const file = path.join(place, policyFile);
  if (!existsSync(file)) throw new Error(`${place} holds no policy: there is no ${policyFile} in it.`);
  requireTopBlocks(place, summary.topBlocks, topBlocks);
  const model = await loadModel(summary.base.location, { topLayers: summary.topBlocks, compute });
  const { top } = await loadTop(file, model.trunk);
  model.top.dispose();
  const sha256 = z
    .object({ sha256: z.string() })
    .parse(JSON.parse(readFileSync(path.join(place, summaryFile), "utf8")));
  return { base: summary.base, model: { ...model, top }, topBlocks: summary.topBlocks, topHash: sha256.sha256 };
}

async function openVersion(
  id: string,
  { topBlocks, compute }: { topBlocks?: number; compute: ComputeType },
): Promise<OpenedModel> {
  const { kind, name, weights, config, base: below } = await locateVersion(id);
  if (kind === "reward") throw new Error(`${name} is a reward model: it writes no answers.`);
  const base = await fetchBaseModel({ source: below.location });
  if (kind !== "base") requireTopBlocks(name, config.topBlocks!, topBlocks);
  const topLayers = config.topBlocks ?? topBlocks ?? defaultTopLayers;
  const model = await loadModel(base.location, { topLayers, compute });
  if (kind === "base") return { base, model, topBlocks: topLayers, topHash: null };
  const { top } = await loadTop(weights, model.trunk);
  model.top.dispose();
  // Weight files of versions have their hash as name.
  return { base, model: { ...model, top }, topBlocks: topLayers, topHash: path.parse(weights).name };
}

function requireTopBlocks(name: string, has: number, wanted: number | undefined) {
  if (wanted === undefined || wanted === has) return;
  throw new Error(
    `${name} was trained with --top-blocks ${has}: leave the option out, or merge it first with \`attune merge\`.`,
  );
}
