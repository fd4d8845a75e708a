/** A reward model as one file: the members' weights by name, and in its header what turns scores into rewards. */
import { z } from "zod";
import { loadTops, saveTops, type WrittenFile } from "../models/save.ts";
import type { Trunk } from "../models/trunk.ts";
import { type CachedSequence, cacheActivations } from "./activations.ts";
import { disposeRewardModel, estimateRewards, type RewardMember, type RewardModel } from "./reward-model.ts";

/** Header entry of our own. */
const rewardKey = "attune.reward";
/** Sequences whose rewards are stored, and checked after loading. */
const probeCount = 4;
/** How far a reward may be off after loading, in deviations: rounding alone, and that of bfloat16 where it is used. */
const tolerances = { float32: 0.01, bfloat16: 0.2 };

const describedSchema = z.object({
  normalisation: z.object({ gain: z.number(), bias: z.number() }),
  temperature: z.number(),
  centres: z.array(z.number()).min(1),
  compute: z.enum(["float32", "bfloat16"]),
  probes: z.array(
    z.object({
      tokens: z.array(z.number().int().nonnegative()),
      promptLength: z.number().int().nonnegative(),
      reward: z.number(),
    }),
  ),
});

/** Name of a member's tensors; a member that stands alone needs none, and its file is that of any top with a head. */
function prefixOf(member: number, members: number): string {
  return members === 1 ? "" : `member.${member}.`;
}

/**
 * Writes a reward model: one weights file with the members named, normalisation, temperature, and the rewards of a few
 * sequences, by which `loadRewardModel` finds out whether it still means the same.
 *
 * @param references sequences to take the probes from: the shortest ones; none stores no probe
 */
export function saveRewardModel(
  file: string,
  model: RewardModel,
  references: readonly CachedSequence[],
  padToken: number,
): Promise<WrittenFile> {
  const { members, normalisation, temperature } = model;
  const chosen = references.toSorted((a, b) => a.tokens.length - b.tokens.length).slice(0, probeCount);
  const rewards = estimateRewards(model, chosen, padToken);
  const described: z.infer<typeof describedSchema> = {
    normalisation,
    temperature,
    centres: members.map(({ centre }) => centre),
    compute: members[0]!.top.compute,
    probes: chosen.map(({ tokens, promptLength }, place) => ({
      tokens: [...tokens],
      promptLength,
      reward: rewards[place]!.reward,
    })),
  };
  return saveTops(
    file,
    members.map(({ top, head }, member) => ({ prefix: prefixOf(member, members.length), top, head })),
    { [rewardKey]: JSON.stringify(described) },
  );
}

/**
 * Reads a reward model and scores its probes.
 *
 * @throws Error where the file belongs to another trunk, holds no reward model, or gives other rewards than it was
 *   written with
 */
export async function loadRewardModel(file: string, trunk: Trunk, padToken: number): Promise<RewardModel> {
  const { parts, metadata } = await loadTops(file, trunk);
  const written = metadata[rewardKey];
  if (written === undefined || parts.some(({ head }) => !head)) throw new Error(`${file} holds no reward model.`);
  const { centres, probes, compute, ...scale } = describedSchema.parse(JSON.parse(written));
  const members = centres.map((centre, member): RewardMember => {
    const part = parts.find(({ prefix }) => prefix === prefixOf(member, centres.length));
    if (!part) throw new Error(`${file}: member ${member} of ${centres.length} is missing.`);
    return { top: part.top, head: part.head!, centre };
  });
  const model: RewardModel = { members, ...scale };
  const tolerance = tolerances[compute === "float32" && trunk.compute === "float32" ? "float32" : "bfloat16"];
  const found = estimateRewards(model, cacheActivations(trunk, probes, padToken), padToken);
  const off = found.reduce((worst, { reward }, place) => Math.max(worst, Math.abs(reward - probes[place]!.reward)), 0);
  if (!(off <= tolerance)) {
    disposeRewardModel(model);
    throw new Error(
      `${file}: a reward is off by ${off.toPrecision(3)} deviations from what was stored with the model; its weights, its scale or the base below it are not those it was written with.`,
    );
  }
  return model;
}
