/** `attune train reward` and `train ppo`, from files to files, as processes, on a tiny model. */
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeTinyModel } from "../../trainer/models/tiny-model.ts";

const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "attune train "));
  await writeTinyModel(path.join(folder, "model"), { seed: 1 });
  // Shorter is better, three answers a prompt; half of it as rankings, half as TRL's pairs.
  const lines = Array.from({ length: 24 }, (_, number) => {
    const [short, medium, long] = [1, 4, 9].map((words) => Array(words).fill(`word${number}`).join(" "));
    const prompt = `Question ${number * 7919}?`;
    if (number % 2 === 0) {
      const completions = [long, short, medium].map((text, place) => ({ text, rank: [3, 1, 2][place] }));
      return { prompt, completions, annotator: `person ${number % 3}` };
    }
    const answer = (content?: string) => [{ role: "assistant", content }];
    return { prompt: [{ role: "user", content: prompt }], chosen: answer(short), rejected: answer(long) };
  });
  await writeFile(path.join(folder, "data.jsonl"), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function train(verb: string, settings: object, ...more: string[]) {
  const files = ["--model", path.join(folder, "model"), "--data", path.join(folder, "data.jsonl")];
  const out = ["--out", path.join(folder, verb), "--top-blocks", "1", "--settings", JSON.stringify(settings)];
  // No database: the commands must not ask for one.
  const env: NodeJS.ProcessEnv = { ...process.env, DATABASE_URL: "", ATTUNE_DATA_DIR: path.join(folder, "nowhere") };
  return run(process.execPath, ["bin/attune.mjs", "train", verb, ...files, ...out, ...more], { env });
}

/** What `attune evaluate reward` says of a trained folder on the same file. */
async function evaluate(verb: string, ...more: string[]) {
  const files = ["--model", path.join(folder, verb), "--data", path.join(folder, "data.jsonl")];
  const env: NodeJS.ProcessEnv = { ...process.env, DATABASE_URL: "", ATTUNE_DATA_DIR: path.join(folder, "nowhere") };
  const { stdout } = await run(
    process.execPath,
    ["bin/attune.mjs", "evaluate", "reward", ...files, ...more, "--json"],
    { env },
  );
  return JSON.parse(stdout.trim().split("\n").at(-1)!);
}

const summaryOf = async (verb: string) => JSON.parse(await readFile(path.join(folder, verb, "summary.json"), "utf8"));

test("learns a written criterion from a file of rankings, then optimises prompts against it", async () => {
  const reward = await train("reward", { learningRate: 5e-3, epochs: 12, promptsPerBatch: 4 });
  expect(reward.stdout.trim().split("\n").at(-1)).toMatch(/^final .*held-out\/accuracy [\d.]+ \(95 %: /);
  const learned = await summaryOf("reward");
  expect(learned.validation.prompts).toBeGreaterThan(0);
  expect(learned.validation.accuracy).toBeGreaterThan(0.9);
  expect(learned.sha256).toMatch(/^[0-9a-f]{64}$/);

  const judged = await evaluate("reward");
  expect(judged.pairs).toBeGreaterThan(0);
  expect(judged.accuracy).toBeGreaterThan(0.9);

  const crossed = await evaluate("reward", "--cross-validate", "annotators");
  expect([crossed.annotators, crossed.folds]).toEqual([3, 3]);
  expect(crossed.unknown.pairs).toBe(36);
  expect(crossed.unknown.accuracy).toBeGreaterThan(0.8);
  expect(judged.longerWins).toBe(0);

  const settings = { updates: 2, batchSize: 4, minibatches: 1, epochs: 1, maxNewTokens: 8 };
  await train("ppo", settings, "--reward", path.join(folder, "reward"), "--merged");
  const lines = (await readFile(path.join(folder, "ppo", "metrics.jsonl"), "utf8")).trim().split("\n");
  expect(lines.map((line) => JSON.parse(line).step)).toEqual([0, 1]);
  expect(JSON.parse(lines[0]!)["objective/kl"]).toBeCloseTo(0, 4);
  expect(existsSync(path.join(folder, "ppo", "policy.safetensors"))).toBe(true);
  expect(existsSync(path.join(folder, "ppo", "model", "config.json"))).toBe(true);
  expect(existsSync(path.join(folder, "nowhere"))).toBe(false);

  await expect(train("ppo", settings, "--reward", path.join(folder, "reward"))).rejects.toThrow("holds a finished run");
});

test("optimises the policy on compressed transcripts and on utilities directly, all blocks trained", async () => {
  const lines = Array.from({ length: 8 }, (_, number) => {
    const asked = `\n\nHuman: Hello ${number}\n\nAssistant: Yes?\n\nHuman: Question ${number * 7919}?\n\nAssistant:`;
    return number % 2 === 0
      ? { chosen: `${asked} word`, rejected: `${asked} a word too much` }
      : {
          prompt: `Question ${number}?`,
          completions: ["a word too much", "word"].map((text, place) => ({ text, utility: place })),
        };
  });
  const file = path.join(folder, "pairs.jsonl.gz");
  await writeFile(file, gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join("")));
  const settings = ["--set", "learningRate=1e-3", "epochs=6", "promptsPerBatch=4"];
  await train("dpo", {}, "--data", file, "--top-blocks", "all", ...settings);
  const metrics = (await readFile(path.join(folder, "dpo", "metrics.jsonl"), "utf8")).trim().split("\n");
  const [first, last] = [metrics[0]!, metrics.at(-1)!].map((line) => JSON.parse(line));
  expect(first.loss).toBeCloseTo(Math.log(2), 4);
  expect(last["rewards/accuracies"]).toBe(1);
  expect(last.loss).toBeLessThan(first.loss);
  expect((await summaryOf("dpo")).settings.epochs).toBe(6);
});

test("fine-tunes on demonstrations, and on the best answers of rankings", async () => {
  const file = path.join(folder, "demonstrations.jsonl");
  const lines = Array.from({ length: 8 }, (_, number) =>
    number % 2 === 0
      ? { prompt: `Question ${number}?`, completion: "the same word" }
      : { prompt: `Question ${number}?`, chosen: "the same word", rejected: "another" },
  );
  await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  const held = path.join(folder, "other demonstrations.jsonl");
  const asked = ["the same word", "the word"].map((completion) => ({ prompt: "And this?", completion }));
  await writeFile(held, asked.map((line) => `${JSON.stringify(line)}\n`).join(""));
  await train("sft", { learningRate: 5e-3, epochs: 40, batchSize: 8 }, "--data", file, "--eval", held);
  const metrics = (await readFile(path.join(folder, "sft", "metrics.jsonl"), "utf8")).trim().split("\n");
  const losses = metrics.map((line) => JSON.parse(line).loss);
  expect(losses).toHaveLength(40);
  expect(losses.at(-1)).toBeLessThan(losses[0] / 2);
  const {
    "eval/loss before": before,
    "eval/loss": after,
    "eval/loss_change": change,
  } = (await summaryOf("sft")).figures;
  expect(before.lower).toBeLessThan(before.value);
  expect(before.upper).toBeGreaterThan(before.value);
  expect(change.value).toBeCloseTo(after.value - before.value, 6);
  expect(change.upper).toBeLessThan(0);
});

test("trains once a seed with the settings of an earlier run, and ends with intervals over the seeds", async () => {
  const out = path.join(folder, "seeds");
  const config = ["--config", path.join(folder, "sft", "settings.json"), "--set", "epochs=1"];
  const { stdout } = await train("sft", {}, ...config, "--seeds", "1,2", "--out", out);
  expect(stdout).toMatch(/^\* learningRate +0\.005 +\(default 0\.0001\)$/m);
  expect(stdout.trim().split("\n").at(-1)).toMatch(/^final over 2 seeds {2}loss [\d.]+ \(95 %: /);
  const ofSeeds = await Promise.all([1, 2].map((seed) => summaryOf(`seeds/seed-${seed}`)));
  expect(ofSeeds[0].sha256).not.toBe(ofSeeds[1].sha256);
  const { figures, settings } = await summaryOf("seeds");
  expect(settings).toMatchObject({ epochs: 1, batchSize: 8, learningRate: 5e-3 });
  expect(figures.loss.value).toBeCloseTo((ofSeeds[0].figures.loss.value + ofSeeds[1].figures.loss.value) / 2, 6);
});

test("goes on where it was killed, refuses other settings, and ends with the same weights", async () => {
  const same = ["--set", "epochs=6", "batchSize=4"];
  await train("sft", {}, ...same, "--out", path.join(folder, "whole"));
  const cut = path.join(folder, "cut");
  const files = ["--model", path.join(folder, "model"), "--data", path.join(folder, "data.jsonl"), "--top-blocks", "1"];
  const command = [
    "bin/attune.mjs",
    "train",
    "sft",
    ...files,
    ...same,
    "--out",
    cut,
    "--checkpoint-every",
    "0",
    "--json",
  ];
  const killed = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "ignore"] });
  const ended = new Promise((resolve) => killed.once("exit", resolve));
  let lines = 0;
  for await (const line of createInterface(killed.stdout)) {
    expect(JSON.parse(line).step).toBe(lines++);
    if (lines !== 12) continue;
    // The process that trains is a child with the environment that glibc needs before it starts.
    const trainer = (await readFile(`/proc/${killed.pid}/task/${killed.pid}/children`, "utf8")).trim();
    const environment = (await readFile(`/proc/${trainer}/environ`, "utf8")).split("\0");
    expect(environment).toContain("MALLOC_MMAP_THRESHOLD_=1048576");
    process.kill(Number(trainer), "SIGKILL");
  }
  expect(await ended).toBe(128 + 9);
  await expect(train("sft", {}, ...same, "--out", cut)).rejects.toThrow("go on with --resume");
  const other = train("sft", {}, "--set", "epochs=6", "batchSize=5", "--out", cut, "--resume");
  await expect(other).rejects.toThrow("settings.batchSize: 4 there, 5 now");
  const { stdout } = await train("sft", {}, ...same, "--out", cut, "--resume");
  expect(stdout).toMatch(/goes on after step (1\d|2\d)/);
  const weightsOf = (run: string) => readFile(path.join(folder, run, "policy.safetensors"));
  expect((await weightsOf("cut")).equals(await weightsOf("whole"))).toBe(true);

  const attune = (...words: string[]) => run(process.execPath, ["bin/attune.mjs", ...words]);
  const merged = path.join(folder, "merged");
  await attune("merge", "--model", cut, "--out", merged, "--max-shard-size", "40KB");
  expect(existsSync(path.join(merged, "model.safetensors.index.json"))).toBe(true);
  const ask = ["--prompt", "Hello", "--max-new-tokens", "6"];
  const [fromRun, fromMerged] = await Promise.all(
    [cut, merged].map((model) => attune("generate", "--model", model, ...ask)),
  );
  expect(JSON.parse(fromRun!.stdout).completions).toHaveLength(1);
  expect(fromMerged!.stdout).toBe(fromRun!.stdout);
});

test("a misspelt setting names the nearest right one", async () => {
  await expect(train("dpo", {}, "--set", "learnigRate=1")).rejects.toThrow("Did you mean learningRate?");
});

test("a chat template that never ends the answer is refused before the first step", async () => {
  const model = path.join(folder, "endless");
  await cp(path.join(folder, "model"), model, { recursive: true });
  const file = path.join(model, "tokenizer_config.json");
  const config = JSON.parse(await readFile(file, "utf8"));
  const template = config.chat_template.replaceAll("'<|im_end|>' + ", "");
  await writeFile(file, JSON.stringify({ ...config, chat_template: template }));
  const endless = train("sft", {}, "--model", model, "--out", path.join(folder, "refused"));
  await expect(endless).rejects.toThrow(/endless would spoil training:\n {2}the chat template does not end/);
  expect(existsSync(path.join(folder, "refused"))).toBe(false);
});

test("a bad line is named, and nothing is written", async () => {
  await writeFile(path.join(folder, "data.jsonl"), '{"prompt": "Hello", "completions": [{"text": "Hi", "rank": 1}]}\n');
  await rm(path.join(folder, "reward"), { recursive: true, force: true });
  await expect(train("reward", {})).rejects.toThrow(/line 1: completions: fewer than 2/);
  expect(existsSync(path.join(folder, "reward", "reward.safetensors"))).toBe(false);

  const skipping = train("dpo", {}, "--skip-bad-lines", "--out", path.join(folder, "skipping"));
  await expect(skipping).rejects.toThrow(/line 1: completions: fewer than 2.*holds no ranking/s);
});
