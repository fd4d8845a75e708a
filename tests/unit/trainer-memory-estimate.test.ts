import { expect, it } from "vitest";
import {
  estimateMemory,
  MemoryError,
  machineMemory,
  requireMemory,
  type TrainingSize,
} from "../../trainer/algorithms/memory-estimate.ts";
import { parseArchitecture } from "../../trainer/models/architecture.ts";
import { loraDefaults } from "../../trainer/models/lora.ts";

const gibibyte = 2 ** 30;
const smol: TrainingSize = {
  method: "sft",
  architecture: parseArchitecture({
    model_type: "llama",
    num_hidden_layers: 30,
    hidden_size: 576,
    intermediate_size: 1536,
    num_attention_heads: 9,
    num_key_value_heads: 3,
    vocab_size: 49_152,
    max_position_embeddings: 8192,
    rms_norm_eps: 1e-5,
    tie_word_embeddings: true,
  }),
  topLayers: 30,
  compute: "float32",
  lora: loraDefaults,
  sequences: 8,
  length: 512,
  rowsPerPass: 4096,
  cachedTokens: 50_000,
  members: 1,
  sampled: 0,
};

it("grows with everything that costs memory", () => {
  const base = estimateMemory(smol);
  const less: Partial<TrainingSize>[] = [
    { topLayers: 4 },
    { lora: { ...loraDefaults, rank: 16 } },
    { sequences: 4 },
    { length: 128 },
    { cachedTokens: 0 },
  ];
  for (const change of less) expect(estimateMemory({ ...smol, ...change }), JSON.stringify(change)).toBeLessThan(base);
  const more: Partial<TrainingSize>[] = [
    { method: "reward", members: 3 },
    { method: "ppo", sampled: 16 },
    { compute: "bfloat16" },
  ];
  for (const change of more) {
    expect(estimateMemory({ ...smol, ...change, topLayers: 4 }), JSON.stringify(change)).toBeGreaterThan(
      estimateMemory({ ...smol, topLayers: 4 }),
    );
  }
});

it("lets a run be that fits", () => {
  expect(() => requireMemory(smol, 64 * gibibyte)).not.toThrow();
  expect(machineMemory()).toBeGreaterThan(gibibyte / 2);
});

it("refuses one that does not, with what would fit and what would not", () => {
  const refused = (size: TrainingSize, available: number): MemoryError => {
    try {
      requireMemory(size, available);
    } catch (error) {
      return error as MemoryError;
    }
    throw new Error("it was not refused");
  };
  const error = refused(smol, 3 * gibibyte);
  expect(error).toBeInstanceOf(MemoryError);
  expect(error.message).toMatch(
    /^The run needs about \d+\.\d GiB of memory, and 3\.0 GiB are there\. What to change: /,
  );
  expect(error.causes.join()).toMatch(/train 4 top blocks \(about \d\.\d GiB\)/);
  expect(error.causes.join()).toContain("lora.rank = 16");
  expect(error.causes.join()).toMatch(/shorten sequences to 256 tokens \(about .*not enough by itself/);
  const ensemble = refused({ ...smol, method: "reward", members: 3 }, gibibyte);
  expect(ensemble.causes.join()).toContain("members = 1");
});
