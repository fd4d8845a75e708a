/**
 * Reward models by different settings on the same rankings: accuracy on prompts that none of them saw, and the paired
 * difference to the last contender, by bootstrap over prompts. What is done is kept in --out, so that a run cut off goes on.
 *
 *   npm run bench -- reward-quality --data FILE [--train 400] [--judge 100] [--splits 5] [--longest TOKENS] [--cut TOKENS]
 *     [--contenders '{"default": {}, "full": {"topBlocks": "all", "members": 1, "learningRate": 2e-5}}'] [--out FOLDER]
 *
 * `--longest` leaves out prompts with a longer answer, `--cut` keeps the first tokens of each conversation.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { readRankings } from "../../bin/commands/train/read-training-data.ts";
import { tokenise } from "../../bin/commands/train/train-reward.ts";
import { roundSettings } from "../../lib/rounds/settings.ts";
import { cacheActivations } from "../../trainer/algorithms/activations.ts";
import type { RankedPrompt } from "../../trainer/algorithms/ranked-prompt.ts";
import { createRewardTrainer } from "../../trainer/algorithms/reward.ts";
import { disposeRewardModel, scoreSequences } from "../../trainer/algorithms/reward-model.ts";
import { bootstrapInterval } from "../../trainer/math/bootstrap.ts";
import { pairAgreement } from "../../trainer/math/bradley-terry.ts";
import { createRandom, seedOf } from "../../trainer/math/random.ts";
import { mean } from "../../trainer/math/statistics.ts";
import { loadModel } from "../../trainer/models/language-model.ts";
import { fetchBaseModel } from "../../trainer/weights/fetch-base-model.ts";

const { values: given } = parseArgs({
  options: {
    data: { type: "string" },
    model: { type: "string" },
    train: { type: "string", default: "400" },
    judge: { type: "string", default: "100" },
    splits: { type: "string", default: "5" },
    longest: { type: "string" },
    cut: { type: "string" },
    contenders: {
      type: "string",
      default: '{"default": {}, "full": {"topBlocks": "all", "members": 1, "learningRate": 2e-5}}',
    },
    out: { type: "string", default: path.join(os.tmpdir(), "attune-bench-reward-quality") },
  },
});
const positive = z.coerce.number().int().positive();
const options = z
  .object({
    data: z.string(),
    train: positive,
    judge: positive,
    splits: positive,
    longest: positive.optional(),
    cut: positive.optional(),
    out: z.string(),
  })
  .parse(given);
const contenders = z
  .record(
    z.string().regex(/^[\w-]+$/),
    z
      .object({
        topBlocks: z.union([z.literal("all"), z.number()]).default(4),
        compute: z.enum(["float32", "bfloat16"]).default("float32"),
      })
      .loose(),
  )
  .parse(JSON.parse(given.contenders!));

/** What a contender got right on one held-out prompt: the mean over its comparisons. */
const judgement = z.object({ prompt: z.string(), agreement: z.number(), longerWins: z.number() });
const outcome = z.object({ seconds: z.number(), judgements: z.array(judgement) });
type Outcome = z.infer<typeof outcome>;

mkdirSync(options.out, { recursive: true });
const base = await fetchBaseModel({ source: given.model });
const rankings = await readRankings(options.data, { skipBadLines: true });

/** Prompts of a split, shuffled by its number: first those to train on, then those to judge. */
function splitOf(prompts: readonly RankedPrompt[], split: number) {
  const shuffled = createRandom(seedOf(1, "reward-quality", split)).shuffle(prompts);
  if (shuffled.length < options.train + options.judge) {
    throw new Error(`${shuffled.length} prompts are too few for --train ${options.train} --judge ${options.judge}.`);
  }
  return {
    train: shuffled.slice(0, options.train),
    judge: shuffled.slice(options.train, options.train + options.judge),
  };
}

async function run(name: string, split: number): Promise<Outcome> {
  const file = path.join(options.out, `${name}-${split}.json`);
  if (existsSync(file)) return outcome.parse(JSON.parse(readFileSync(file, "utf8")));
  const { topBlocks, compute, ...settings } = contenders[name]!;
  const model = await loadModel(base.location, {
    topLayers: topBlocks === "all" ? Number.POSITIVE_INFINITY : topBlocks,
    compute,
  });
  const { padToken } = model.tokenizer;
  const prompts = rankings
    .map((answers) => tokenise(answers, model.tokenizer, null))
    .filter(({ completions }) => completions.every(({ tokens }) => tokens.length <= (options.longest ?? tokens.length)))
    .map((prompt) => ({
      ...prompt,
      completions: prompt.completions.map((completion) => ({
        ...completion,
        tokens: completion.tokens.slice(
          0,
          Math.max(options.cut ?? Number.POSITIVE_INFINITY, completion.promptLength + 1),
        ),
      })),
    }));
  const { train, judge } = splitOf(prompts, split);
  const began = performance.now();
  const trainer = createRewardTrainer(
    { ...roundSettings.parse({}).reward, ...settings, seed: split + 1 },
    { initial: model.top, padToken },
    train,
    [],
  );
  while (trainer.progress.step < trainer.progress.steps) {
    const { metrics } = trainer.step();
    if (trainer.progress.step % 10 === 0) {
      console.error(
        `${name}, split ${split}: step ${trainer.progress.step}/${trainer.progress.steps} loss ${metrics.loss.toFixed(3)}`,
      );
    }
  }
  const { model: reward } = trainer.finish(train.slice(0, 8).flatMap(({ completions }) => completions));
  const seconds = (performance.now() - began) / 1000;
  const judgements = judge.map(({ id, completions, pairs }) => {
    const cached = cacheActivations(model.trunk, completions, padToken);
    const scores = scoreSequences(reward, cached, padToken);
    const agreement = (by: readonly number[]) =>
      mean(pairs.map(({ better, worse, target }) => pairAgreement(by[better]! - by[worse]!, target)));
    return {
      prompt: id,
      agreement: agreement(scores),
      longerWins: agreement(completions.map(({ tokens }) => tokens.length)),
    };
  });
  trainer.dispose();
  disposeRewardModel(reward);
  const result = { seconds, judgements };
  writeFileSync(file, JSON.stringify(result));
  return result;
}

const names = Object.keys(contenders);
const outcomes = new Map<string, Outcome[]>(names.map((name) => [name, []]));
for (let split = 0; split < options.splits; split++) {
  for (const name of names) {
    const result = await run(name, split);
    outcomes.get(name)!.push(result);
    const accuracy = mean(result.judgements.map(({ agreement }) => agreement));
    console.log(`${name}, split ${split}: accuracy ${accuracy.toFixed(3)}, ${Math.round(result.seconds)} s`);
  }
}

const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
const [last] = names.slice(-1);
const all = (name: string) => outcomes.get(name)!.flatMap(({ judgements }) => judgements);
const longerWins = all(last!).map((judgement) => judgement.longerWins);
const prompts = all(last!).map(({ prompt }) => prompt);

/** Mean with its interval by bootstrap over prompts: one that several splits judged is drawn with all its judgements. */
function figure(values: readonly number[]): string {
  const ofPrompt = new Map<string, number[]>(prompts.map((prompt) => [prompt, []]));
  for (const [place, value] of values.entries()) ofPrompt.get(prompts[place]!)!.push(value);
  const { lower, upper } = bootstrapInterval([...ofPrompt.values()], (drawn) => mean(drawn.flat()), createRandom(1));
  return `${percent(mean(values))} (${percent(lower)} to ${percent(upper)})`;
}

console.log(`\n${options.splits} splits, trained on ${options.train} prompts, judged on ${options.judge}`);
console.log(`"longer wins": ${percent(mean(longerWins))}`);
for (const name of names) {
  const right = all(name).map(({ agreement }) => agreement);
  const over = (others: readonly number[]) => figure(right.map((one, place) => one - others[place]!));
  const parts = [`accuracy ${figure(right)}`, `over "longer wins" ${over(longerWins)}`];
  if (name !== last) parts.push(`over ${last} ${over(all(last!).map(({ agreement }) => agreement))}`);
  console.log(`${name}: ${parts.join(", ")}`);
}
