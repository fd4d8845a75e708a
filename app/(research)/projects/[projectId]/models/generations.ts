import type { ModelLine } from "../../../../../lib/models/list-models.ts";

/** What one round made. */
export interface Generation {
  key: string;
  round: ModelLine["round"];
  /** Where its policy starts, in a round that learned from demonstrations first. */
  sft: ModelLine | null;
  reward: ModelLine | null;
  policy: ModelLine | null;
  createdAt: Date;
}

/** The versions of a project by the round that made them, newest first; bases stand by themselves. */
export function generationsOf(models: readonly ModelLine[]): Generation[] {
  const byKey = new Map<string, Generation>();
  for (const model of models) {
    if (model.kind === "base") continue;
    const key = model.round?.id ?? model.id;
    const generation = byKey.get(key) ?? {
      key,
      round: model.round,
      sft: null,
      reward: null,
      policy: null,
      createdAt: model.createdAt,
    };
    byKey.set(key, { ...generation, [model.kind]: model, createdAt: model.createdAt });
  }
  return [...byKey.values()].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
}
