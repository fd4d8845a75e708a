/**
 * Attune's trainer beside TRL on this machine: the same model, the same token ids, contenders in turn, each in a process
 * of its own with two threads. Prints rates, their ratio to TRL's in float32 with its spread over the repetitions, and
 * peak memory; and processor time, of both cores together, for a step's work beside TRL's: on a machine that does other work
 * it says more than the clock.
 *
 *   npm run bench -- trainer [--methods sft,reward,dpo,ppo,sampling] [--contenders "TRL float32,default bf16"]
 *     [--short] [--repetitions 3] [--steps 2] [--venvs FOLDER] [--model M] [--out FILE]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { mean } from "../../trainer/math/statistics.ts";
import { loadModel } from "../../trainer/models/language-model.ts";
import { saveModelFolder } from "../../trainer/models/save.ts";
import { fetchBaseModel } from "../../trainer/weights/fetch-base-model.ts";
import { makeBatches } from "./trainer/batches.ts";
import { contendersOf, type Measured, makePythons, measure, methods } from "./trainer/contenders.ts";

const { values: options } = parseArgs({
  options: {
    methods: { type: "string", default: methods.join() },
    contenders: { type: "string" },
    short: { type: "boolean", default: false },
    repetitions: { type: "string", default: "3" },
    steps: { type: "string", default: "2" },
    venvs: { type: "string", default: path.join(os.homedir(), ".cache/attune/bench-venvs") },
    model: { type: "string" },
    out: { type: "string" },
  },
});
const repetitions = Number(options.repetitions);
const steps = Number(options.steps);
const wanted = options.contenders?.split(",");

const folder = path.join(os.tmpdir(), "attune-bench-trainer");
mkdirSync(folder, { recursive: true });
const base = await fetchBaseModel({ source: options.model });
const model = await loadModel(base.location);
const { vocabulary } = model.trunk.architecture;
const batches = makeBatches(steps + 1, { vocabulary, padToken: model.tokenizer.padToken });
const modelFolder = path.join(folder, "model");
await saveModelFolder(modelFolder, model);
const batchesFile = path.join(folder, "batches.json");
writeFileSync(batchesFile, JSON.stringify(batches));
const python = await makePythons(options.venvs);

const middle = (numbers: number[]) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2;
};

/** What a step does, and its unit. */
const work: Record<(typeof methods)[number], { amount: (sequences: number) => number; unit: string }> = {
  sft: { amount: () => batches.batchSize * batches.sequences[0]!.tokens.length, unit: "tokens/s" },
  reward: { amount: () => batches.batchSize, unit: "pairs/s" },
  dpo: { amount: () => batches.batchSize, unit: "pairs/s" },
  ppo: { amount: () => 1, unit: "updates/s" },
  sampling: { amount: (sequences) => sequences * batches.sampling.newTokens, unit: "tokens/s" },
};

const report: object[] = [];
for (const method of methods.filter((name) => options.methods.split(",").includes(name))) {
  for (const sequences of method === "sampling" ? [1, 8, 32] : [1]) {
    const contenders = contendersOf(method, options).filter(({ name }) => !wanted || wanted.includes(name));
    const runs = new Map<string, Measured[]>(contenders.map(({ name }) => [name, []]));
    for (let repetition = 0; repetition < repetitions; repetition++) {
      for (const contender of contenders) {
        runs
          .get(contender.name)!
          .push(
            await measure(contender, method, { model: modelFolder, python, batches: batchesFile, steps, sequences }),
          );
      }
    }
    const { amount, unit } = work[method];
    const ratesOf = (name: string) => runs.get(name)!.map(({ seconds }) => amount(sequences) / mean(seconds));
    const memoryOf = (name: string) => middle(runs.get(name)!.map(({ peakMegabytes }) => peakMegabytes));
    const usedBy = (name: string) =>
      middle(runs.get(name)!.map(({ processorSeconds, seconds }) => processorSeconds / seconds.length));
    const [first] = contenders;
    console.log(`\n${method}${method === "sampling" ? `, ${sequences} at once` : ""} (ratios to ${first!.name})`);
    const rows = contenders.map(({ name }) => {
      const ratios = ratesOf(name).map((rate, repetition) => rate / ratesOf(first!.name)[repetition]!);
      return {
        contender: name,
        [unit]: Number(middle(ratesOf(name)).toPrecision(3)),
        ratio: Number(middle(ratios).toFixed(2)),
        spread: `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`,
        "processor s": Number(usedBy(name).toPrecision(3)),
        "processor ratio": Number((usedBy(first!.name) / usedBy(name)).toFixed(2)),
        "peak MB": Math.round(memoryOf(name)),
        "memory ratio": Number((memoryOf(name) / memoryOf(first!.name)).toFixed(2)),
      };
    });
    console.table(rows);
    report.push({ method, sequences, rows, runs: Object.fromEntries(runs) });
    if (options.out) writeFileSync(options.out, JSON.stringify(report, null, 2));
  }
}
process.exit(0);
