import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import path from "node:path";
import { setImmediate } from "node:timers/promises";
import { z } from "zod";
import { tokenizerProblems } from "../../../trainer/models/tokenizer.ts";
import { requireTraining } from "../../../trainer/tensor/backend.ts";
import { type Figures, figuresLine, lastMetrics, overSeeds } from "./figures.ts";
import { type OpenedModel, openModel, rewardFile } from "./open-model.ts";
import { createReporter, type Reporter } from "./report-progress.ts";
import { RunFolder, type RunIdentity } from "./run-folder.ts";
import { differencesFromDefaults, effectiveSettings, settingLines } from "./settings.ts";
import type { PreparedTraining, TrainingMethod, TrainOptions } from "./training-run.ts";

/** Ended from outside; a checkpoint of what was done is there. */
class Interrupted extends Error {}

/**
 * Runs a method of training from files to files: once a seed, each with a folder of its own where there are several.
 * Says which settings apply, tells of every step, writes weights, and ends with the final figures.
 */
export async function runTraining(method: TrainingMethod, options: TrainOptions): Promise<void> {
  const settings = effectiveSettings(method.method, options);
  requireTraining();
  const reporter = createReporter({ shown: method.shown, json: options.json });
  const seeds = options.seeds ?? [options.seed];
  const folders = seeds.map((seed) => {
    const place = seeds.length === 1 ? options.out : path.join(options.out, `seed-${seed}`);
    return { seed, folder: new RunFolder(place, options.checkpointEvery) };
  });
  const whole = new RunFolder(options.out, options.checkpointEvery);
  if (seeds.length > 1 && whole.isFinished) whole.requireFree(true);
  for (const { folder } of folders) {
    if (!(options.resume && seeds.length > 1 && folder.isFinished)) folder.requireFree(options.resume ?? false);
  }
  const opened = await openModel(options.model, options);
  requireFitTokenizer(opened);
  const prepared = await method.prepare(options, settings, opened);
  reporter.say(`${opened.base.name}: ${prepared.data}, top ${trainedBlocks(opened.topBlocks)} trained`);
  for (const line of settingLines(method.method, settings)) reporter.say(line);

  const common: RunIdentity = {
    method: method.method,
    settings,
    differences: differencesFromDefaults(method.method, settings),
    base: { name: opened.base.name, sha256: opened.base.sha256, top: opened.topHash },
    topBlocks: opened.topBlocks,
    compute: options.compute,
    systemPrompt: options.systemPrompt ?? null,
    validation: options.validation,
    data: await hashOf(options.data),
    eval: await hashOf(options.eval),
    reward: await hashOf(options.reward && fileOfReward(options.reward)),
    mix: await hashOf(options.mix),
  };
  const results: Figures[] = [];
  for (const { seed, folder } of folders) {
    const known = folder.isFinished && finishedSchema.safeParse(folder.readSummary()).data;
    if (known) {
      reporter.say(`seed ${seed} is finished already`);
      results.push(known.figures);
      continue;
    }
    if (seeds.length > 1) reporter.say(`seed ${seed}`);
    await folder.open({ ...common, seed });
    results.push(await runOnce(prepared, seed, folder, { ...options, reporter }, { ...common, base: opened.base }));
    if (seeds.length > 1) reporter.say(`seed ${seed}: ${figuresLine(results.at(-1)!, method.shown)}`);
  }
  const figures = seeds.length === 1 ? results[0]! : overSeeds(results);
  if (seeds.length > 1) await whole.finish({ method: method.method, settings, seeds, figures });
  reporter.final(figures, seeds);
}

/** Refuses what rounds and export refuse too. */
function requireFitTokenizer({ base, model }: OpenedModel) {
  const problems = tokenizerProblems(model.tokenizer);
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `\n  ${problem}`).join("");
  throw new Error(`The tokenizer or chat template of ${base.name} would spoil training:${lines}`);
}

const finishedSchema = z.object({
  figures: z.record(
    z.string(),
    z.object({ value: z.number(), lower: z.number().optional(), upper: z.number().optional() }),
  ),
});

async function runOnce(
  prepared: PreparedTraining,
  seed: number,
  folder: RunFolder,
  { reporter, resume }: TrainOptions & { reporter: Reporter },
  identity: RunIdentity,
): Promise<Figures> {
  const run = prepared.start(seed);
  const stop = listenForEnd();
  try {
    const before = (await run.evaluate?.()) ?? {};
    if (resume) {
      const resumed = await folder.resume(run);
      const text = resumed
        ? `goes on after step ${run.progress.step}`
        : "there is no checkpoint: starts from the beginning";
      reporter.say(text);
    }
    while (run.progress.step < run.progress.steps) {
      const { metrics, warnings } = await run.step();
      for (const warning of warnings) reporter.warn(warning);
      await folder.record(metrics, run);
      reporter.step(run.progress, metrics);
      // Signals arrive here only: tensor work blocks the thread.
      await setImmediate();
      if (stop.signal) {
        await folder.save(run);
        throw new Interrupted(`Stopped after step ${run.progress.step}; the same command with --resume goes on.`);
      }
    }
    const after = (await run.evaluate?.()) ?? {};
    const { summary, figures: ofMethod, weights, refused } = await run.finish(folder);
    const figures = {
      ...lastMetrics(folder.metrics()),
      ...ofMethod,
      ...Object.fromEntries(Object.entries(before).map(([name, figure]) => [`${name} before`, figure])),
      ...after,
    };
    await folder.finish({ ...identity, seed, ...summary, figures });
    if (refused) throw new Error(`No weights are written: ${refused}`);
    if (weights) reporter.say(`wrote ${weights}`);
    return figures;
  } finally {
    stop.end();
    run.dispose();
  }
}

/** Ctrl-C and a polite kill are heard once; a second one ends the process at once. */
function listenForEnd(): { readonly signal: string | null; end(): void } {
  let signal: string | null = null;
  const hear = (name: string) => {
    signal = name;
  };
  process.once("SIGINT", hear).once("SIGTERM", hear);
  return {
    get signal() {
      return signal;
    },
    end: () => process.off("SIGINT", hear).off("SIGTERM", hear),
  };
}

function trainedBlocks(count: number): string {
  return count === 1 ? "block is" : `${count} blocks are`;
}

/** The reward model's file, also where its run's folder is given. */
export function fileOfReward(place: string): string {
  return statSync(place).isDirectory() ? path.join(place, rewardFile) : place;
}

async function hashOf(file: string | undefined): Promise<string | null> {
  if (file === undefined) return null;
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}
