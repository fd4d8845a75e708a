/**
 * Reward at the same KL: PPO by different settings on the same prompts, seeds and reward model. The reward model is trained
 * once; each policy answers held-out prompts every few updates; gains are compared on the curve d(α − β ln d), d = √KL, by
 * bootstrap over seeds and prompts. What is done is kept in --out, so that a run cut off goes on.
 *
 *   npm run bench -- ppo-quality (--data FILE [--criterion PATTERN] [--longest 64] | --tiny) [--held-out 64] [--samples 2]
 *     [--new-tokens 24] [--seeds 2] [--updates 24] [--every 6] [--settings '{"epochs": 2}'] [--out FOLDER]
 *     [--contenders '{"default": {}, "full": {"topBlocks": "all", "learningRate": 5e-6, "valueLearningRate": 2.5e-5}}']
 *
 * The reward model learns from the file's rankings; with `--criterion` from the base's own answers to its prompts, ranked by
 * how often a pattern is found. `--tiny` has a model of eight small blocks in the world of the bench `overoptimisation`
 * instead. `--longest` leaves out longer prompts (tokens), `--samples` is answers a held-out prompt, `--settings` are PPO's
 * for all. The first contender is compared with each other one.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { isDeepStrictEqual, parseArgs } from "node:util";
import { z } from "zod";
import type { RewardModel } from "../../trainer/algorithms/reward-model.ts";
import { mean } from "../../trainer/math/statistics.ts";
import { defaultTopLayers, type LanguageModel, loadModel } from "../../trainer/models/language-model.ts";
import { fetchBaseModel } from "../../trainer/weights/fetch-base-model.ts";
import { compareAt, pointOf } from "./ppo-quality/compare.ts";
import {
  countOf,
  onOwnBlocks,
  provideRewardModel,
  rankByPattern,
  readPrompts,
  rewardsDiffer,
  withoutAnswers,
} from "./ppo-quality/reward.ts";
import { type LookOutcome, lookAt, lookOutcome, type RunOutcome, runOutcome, runPpo } from "./ppo-quality/run.ts";
import { provideTinyModel, tiny, tinyPrompts, worthOf } from "./ppo-quality/tiny.ts";

const { values: given } = parseArgs({
  options: {
    data: { type: "string" },
    tiny: { type: "boolean", default: false },
    model: { type: "string" },
    criterion: { type: "string" },
    longest: { type: "string", default: "64" },
    "held-out": { type: "string", default: "64" },
    samples: { type: "string", default: "2" },
    "new-tokens": { type: "string", default: "24" },
    seeds: { type: "string", default: "2" },
    updates: { type: "string", default: "24" },
    every: { type: "string", default: "6" },
    settings: { type: "string", default: "{}" },
    contenders: {
      type: "string",
      default: '{"default": {}, "full": {"topBlocks": "all", "learningRate": 5e-6, "valueLearningRate": 2.5e-5}}',
    },
    out: { type: "string", default: path.join(os.tmpdir(), "attune-bench-ppo-quality") },
  },
});
const positive = z.coerce.number().int().positive();
const { seeds, out, ...options } = z
  .object({
    data: z.string().optional(),
    tiny: z.boolean(),
    model: z.string().optional(),
    criterion: z.string().optional(),
    longest: positive,
    "held-out": positive,
    samples: positive,
    "new-tokens": positive,
    seeds: positive,
    updates: positive,
    every: positive,
    settings: z.looseObject({}),
    out: z.string(),
  })
  .refine(({ data, tiny }) => tiny !== (data !== undefined), "name a --data file, or --tiny")
  .parse({ ...given, settings: JSON.parse(given.settings!) });
/** Blocks that the reward model has of its own. */
const judgeBlocks = options.tiny ? tiny.topBlocks : defaultTopLayers;
const contenders = z
  .record(
    z.string().regex(/^[\w.-]+$/),
    z.object({ topBlocks: z.union([z.literal("all"), z.number()]).default(judgeBlocks) }).loose(),
  )
  .parse(JSON.parse(given.contenders!));
const newTokens = options["new-tokens"];
/** Hardly an answer ends within so few tokens: all are judged as they are. */
const shared = { missingEosScore: null, ...options.settings, updates: options.updates };

/** What a file of --out holds, or what `make` makes, which is then kept there. */
async function kept<Value>(name: string, schema: z.ZodType<Value>, make: () => Value | Promise<Value>): Promise<Value> {
  const file = path.join(out, `${name}.json`);
  if (existsSync(file)) return schema.parse(JSON.parse(readFileSync(file, "utf8")));
  const value = await make();
  writeFileSync(file, JSON.stringify(value));
  return value;
}

mkdirSync(out, { recursive: true });
const earlier = await kept("options", z.record(z.string(), z.unknown()), () => ({ ...options }));
if (!isDeepStrictEqual(earlier, JSON.parse(JSON.stringify(options)))) {
  throw new Error(`${out} holds runs with ${JSON.stringify(earlier)}: name another --out.`);
}

const location = options.tiny
  ? await provideTinyModel(out)
  : (await fetchBaseModel({ source: options.model })).location;
const byDefault = await loadModel(location, { topLayers: judgeBlocks });
const prompts = options.tiny
  ? tinyPrompts(byDefault)
  : await readPrompts(byDefault, { ...options, data: options.data!, heldOut: options["held-out"], newTokens });
const [train, held] = [prompts.train.map(withoutAnswers), prompts.held.map(withoutAnswers)];
const pattern = options.criterion === undefined ? null : new RegExp(options.criterion, "gi");
const trained = await provideRewardModel(out, byDefault, {
  settings: options.tiny ? tiny.reward : {},
  rankings: async () => (pattern ? await rankByPattern(byDefault, prompts, pattern, newTokens) : prompts),
  normalisedOn: prompts.train,
  newTokens,
});
console.log(
  `${train.length} prompts to train on, ${held.length} held out; reward model ${readFileSync(path.join(out, "reward.json"))}`,
);
const setting = { held, samplesPerPrompt: options.samples, maxNewTokens: newTokens };
const start = await kept("start", lookOutcome, () =>
  lookAt(byDefault, { ...setting, base: byDefault, reward: trained }, 0),
);

/** Base and reward model by how many blocks are trained. */
const loaded = new Map<number | "all", { base: LanguageModel; reward: RewardModel }>();
async function load(topBlocks: number | "all") {
  const known = loaded.get(topBlocks);
  if (known) return known;
  const base = await loadModel(location, { topLayers: topBlocks === "all" ? Number.POSITIVE_INFINITY : topBlocks });
  const reward = onOwnBlocks(trained, base);
  const off = rewardsDiffer(
    prompts.held.slice(0, 8).flatMap(({ completions }) => completions),
    { model: byDefault, reward: trained },
    { model: base, reward },
  );
  if (off > 0.01) throw new Error(`With ${topBlocks} blocks of its own the reward model is off by ${off}.`);
  console.error(`reward model with ${topBlocks} blocks of its own: rewards differ by at most ${off.toExponential(1)}`);
  loaded.set(topBlocks, { base, reward });
  return { base, reward };
}

const names = Object.keys(contenders);
const runs = new Map<string, RunOutcome[]>(names.map((name) => [name, []]));
const pointAt = ({ judged }: LookOutcome) => pointOf(start.judged, judged, [...held.keys()]);
for (let seed = 1; seed <= seeds; seed++) {
  for (const name of names) {
    const { topBlocks, ...settings } = contenders[name]!;
    const run = await kept(`${name}-${seed}`, runOutcome, async () =>
      runPpo({ ...shared, ...settings, seed }, { ...setting, ...(await load(topBlocks)) }, train, {
        every: options.every,
        onUpdate: (line) => console.error(`${name}, seed ${seed}: ${line}`),
      }),
    );
    runs.get(name)!.push(run);
    const course = run.looks.map((look) => {
      const { distance, reward } = pointAt(look);
      return `${reward >= 0 ? "+" : ""}${reward.toFixed(2)} at ${(distance ** 2).toFixed(2)}`;
    });
    const left = run.rollouts.filter(({ learned }) => !learned).length;
    console.log(
      `${name}, seed ${seed}: reward gained at KL ${course.join(", ")}; ${Math.round(run.processorSeconds)} s of processor time${left ? `; ${left} updates left out` : ""}`,
    );
  }
}

for (const [place, before] of start.answers.slice(0, 6).entries()) {
  console.log(`\n${byDefault.tokenizer.decode(held[place]!.tokens)}\nbase: ${before}`);
  for (const name of names) console.log(`${name}: ${runs.get(name)![0]!.looks.at(-1)!.answers[place]}`);
}
console.log(
  `\nReward gained since the start, in deviations of the base's answers (${seeds} seeds, ${held.length} prompts)`,
);
const courseOf = (name: string) => runs.get(name)!.map(({ looks }) => looks.map(({ judged }) => judged));
const [first, ...others] = names;
/** What can be computed of an answer without a model; null where nothing can. */
const truth = options.tiny ? worthOf : pattern && ((answer: string) => countOf(pattern, answer));
const trulyOf = (looks: readonly LookOutcome[]) =>
  truth ? `; answers are worth ${mean(looks.map(({ answers }) => mean(answers.map(truth)))).toFixed(2)}` : "";
console.log(`base: 0.00${trulyOf([start])}`);
for (const name of names) {
  const last = runs.get(name)!.map(({ looks }) => pointAt(looks.at(-1)!));
  console.log(
    `${name}: ${mean(last.map(({ reward }) => reward)).toFixed(2)} at the end, at a KL of ${mean(last.map(({ distance }) => distance ** 2)).toFixed(2)}${trulyOf(runs.get(name)!.map(({ looks }) => looks.at(-1)!))}`,
  );
}
for (const other of others) {
  for (const share of [0.5, 0.75, 1]) {
    const { kl, a, b, difference, lower, upper } = compareAt(share, start.judged, courseOf(first!), courseOf(other));
    console.log(
      `at KL ${kl.toFixed(2)}: ${first} ${a.toFixed(2)}, ${other} ${b.toFixed(2)}, difference ${difference.toFixed(2)} (${lower.toFixed(2)} to ${upper.toFixed(2)})`,
    );
  }
}
process.exit(0);
