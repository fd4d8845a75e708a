/**
 * One contender of `npm run bench -- trainer`: Attune's own trainers on given token ids. Prints one JSON line: seconds of
 * each measured step and the process's peak memory.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { z } from "zod";
import { createDpoTrainer } from "../../../trainer/algorithms/dpo.ts";
import { estimateMemory, type TrainingSize } from "../../../trainer/algorithms/memory-estimate.ts";
import { createPpoTrainer } from "../../../trainer/algorithms/ppo.ts";
import { createRewardTrainer } from "../../../trainer/algorithms/reward.ts";
import { singleMember } from "../../../trainer/algorithms/reward-model.ts";
import { createSftTrainer } from "../../../trainer/algorithms/sft.ts";
import { createScalarHead } from "../../../trainer/models/heads.ts";
import { loadModel } from "../../../trainer/models/language-model.ts";
import { loraDefaults } from "../../../trainer/models/lora.ts";
import { Sampler } from "../../../trainer/models/sample.ts";
import type { Top } from "../../../trainer/models/top.ts";
import type { Batches } from "./batches.ts";

const { values: given } = parseArgs({
  options: {
    method: { type: "string" },
    model: { type: "string" },
    batches: { type: "string" },
    steps: { type: "string" },
    sequences: { type: "string", default: "1" },
    blocks: { type: "string", default: "4" },
    bf16: { type: "boolean", default: false },
    /** Passes over the same batches: later ones find the trunk's activations. */
    passes: { type: "string", default: "1" },
    /** Rank of adapters; 0 trains the blocks. */
    rank: { type: "string", default: "0" },
  },
});
const { method, steps, sequences, blocks, passes, rank } = z
  .object({
    method: z.enum(["sft", "reward", "dpo", "ppo", "sampling"]),
    steps: z.coerce.number().int().min(1),
    sequences: z.coerce.number().int().min(1),
    blocks: z.union([z.literal("all"), z.coerce.number().int().min(1)]),
    passes: z.coerce.number().int().min(1),
    rank: z.coerce.number().int().min(0),
  })
  .parse(given);
const batches: Batches = JSON.parse(readFileSync(given.batches!, "utf8"));
const { padToken, batchSize } = batches;

const model = await loadModel(given.model!, {
  topLayers: blocks === "all" ? Number.POSITIVE_INFINITY : blocks,
  compute: given.bf16 ? "bfloat16" : "float32",
});
const { top, trunk, tokenizer } = model;
// Every completion runs to its full length, as on the other side.
Object.defineProperty(tokenizer, "stopTokens", { value: [] });

const lora = { ...loraDefaults, rank };
const schedule = { kind: "constant", warmupSteps: 0, finalFraction: 1 } as const;
const ranked = batches.pairs.map((completions, place) => ({
  id: String(place),
  completions,
  pairs: [{ better: 0, worse: 1, target: 1 }],
}));

interface Timed {
  seconds: number[];
  /** Of all threads, user and system, over the measured steps. */
  processorSeconds: number;
}

/** All steps of a run, so that what is computed once for several of them is counted. */
async function timed(count: number, step: () => unknown): Promise<Timed> {
  const seconds: number[] = [];
  const before = process.cpuUsage();
  for (let done = 0; done < count; done++) {
    const began = performance.now();
    await step();
    seconds.push((performance.now() - began) / 1000);
  }
  const { user, system } = process.cpuUsage(before);
  return { seconds, processorSeconds: (user + system) / 1e6 };
}

interface Run {
  step(): unknown;
  dispose(): void;
}

/** Measures a run over the batches after the first, which a run of its own has warmed the process up with. */
async function timedRun(create: (top: Top, from: number, to: number) => Run): Promise<Timed> {
  const warm = top.clone();
  const first = create(warm, 0, batchSize);
  first.step();
  first.dispose();
  warm.dispose();
  const run = create(top, batchSize, (steps + 1) * batchSize);
  return timed(steps * passes, () => run.step());
}

async function measure(): Promise<Timed> {
  // TRL's default; Attune decays a little.
  const shared = { lora, epochs: passes, learningRate: 1e-5, schedule, weightDecay: 0 };
  switch (method) {
    case "sft":
      return timedRun((policy, from, to) =>
        createSftTrainer({ ...shared, batchSize }, { top: policy, padToken }, batches.sequences.slice(from, to)),
      );
    case "reward":
      return timedRun((initial, from, to) =>
        createRewardTrainer(
          { ...shared, members: 1, promptsPerBatch: batchSize },
          { initial, padToken },
          ranked.slice(from, to),
          [],
        ),
      );
    case "dpo":
      return timedRun((policy, from, to) => {
        const reference = policy.clone();
        const trainer = createDpoTrainer(
          { ...shared, promptsPerBatch: batchSize },
          { policy, reference, startsFromReference: true, padToken },
          ranked.slice(from, to),
        );
        return {
          step: trainer.step,
          dispose() {
            trainer.dispose();
            reference.dispose();
          },
        };
      });
    case "ppo": {
      const { batchSize: episodes, promptTokens, newTokens, epochs } = batches.ppo;
      const reward = singleMember(top.clone(), createScalarHead(trunk.architecture.width, { normal: { seed: 1 } }));
      const trainer = createPpoTrainer(
        {
          lora,
          batchSize: episodes,
          minibatches: 1,
          epochs,
          updates: steps + 1,
          maxNewTokens: newTokens,
          missingEosScore: null,
          learningRate: 1e-5,
          valueLearningRate: 1e-5,
          schedule,
        },
        { policy: model, reference: top.clone(), reward, startsFromReference: true },
        batches.prompts.map((prompt, place) => ({ id: String(place), tokens: prompt.slice(0, promptTokens) })),
      );
      await trainer.step();
      return timed(steps, () => trainer.step());
    }
    case "sampling": {
      const sampler = new Sampler(model);
      const { promptTokens, newTokens } = batches.sampling;
      const sample = () =>
        sampler.sample(
          Array.from({ length: sequences }, (_, place) => ({
            promptTokens: batches.prompts[place % batches.prompts.length]!.slice(0, promptTokens),
            temperature: 1,
            topP: 1,
            topK: 0,
            maxNewTokens: newTokens,
            seed: place,
          })),
        );
      await sample();
      return timed(steps, sample);
    }
  }
}

/** What the trainer's own estimate says of this run; null for sampling. */
function estimated(): number | null {
  if (method === "sampling") return null;
  const { architecture } = trunk;
  const perStep = method === "sft" ? batchSize : 2 * batchSize;
  const length = batches.sequences[0]!.tokens.length;
  const given = {
    architecture,
    topLayers: architecture.layers - trunk.layers,
    compute: top.compute,
    lora,
    rowsPerPass: 4096,
    members: 1,
  };
  const { ppo } = batches;
  const ppoLength = ppo.promptTokens + ppo.newTokens;
  const size: TrainingSize =
    method === "ppo"
      ? {
          ...given,
          method,
          sequences: ppo.batchSize,
          length: ppoLength,
          cachedTokens: ppo.batchSize * ppoLength,
          sampled: ppo.batchSize,
        }
      : { ...given, method, sequences: perStep, length, cachedTokens: (steps + 1) * perStep * length, sampled: 0 };
  return estimateMemory(size) / 2 ** 20;
}

const time = await measure();
const peak = /VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))![1]!;
console.log(JSON.stringify({ ...time, peakMegabytes: Number(peak) / 1024, estimatedMegabytes: estimated() }));
process.exit(0);
