import { Command, InvalidArgumentError, Option } from "commander";
import { roundSettings } from "../../lib/rounds/settings.ts";
import { givenSettings, type SettingOptions } from "./train/settings.ts";
import type { TrainOptions } from "./train/train-reward.ts";

const rankingFormats =
  "JSONL, or gzipped: {prompt, completions: [{text, rank or utility}]}, {prompt, chosen, rejected}, HH-RLHF transcripts";

/** Training from files to files, with no database. The tensors load only when one of these runs. */
export function train(): Command {
  const reward = withTrainOptions(new Command("reward"))
    .description("train a reward model on rankings")
    .requiredOption("--data <file>", rankingFormats)
    .option("--skip-bad-lines", "leave out lines of the data that are not right, naming them")
    .option("--validation <share>", "share of the prompts held out", share, 0.2)
    .action(async (options: TrainOptions & SettingOptions & { validation: number }) =>
      (await import("./train/train-reward.ts")).trainReward(withSettings(options, "reward")),
    );
  const ppo = withTrainOptions(new Command("ppo"))
    .description("train the model by PPO on prompts against a reward model")
    .requiredOption("--reward <folder>", "what `train reward` wrote, for the same model and --top-blocks")
    .requiredOption("--data <file>", "JSONL: {prompt} a line")
    .action(async (options: TrainOptions & SettingOptions & { reward: string }) =>
      (await import("./train/train-ppo.ts")).trainPpo(withSettings(options, "ppo")),
    );
  const dpo = withTrainOptions(new Command("dpo"))
    .description("train the model on rankings directly, by direct preference optimisation")
    .requiredOption("--data <file>", rankingFormats)
    .option("--skip-bad-lines", "leave out lines of the data that are not right, naming them")
    .action(async (options: TrainOptions & SettingOptions) => (await import("./train/train-dpo.ts")).trainDpo(options));
  const sft = withTrainOptions(new Command("sft"))
    .description("fine-tune the model on demonstrations")
    .requiredOption(
      "--data <file>",
      "JSONL, or gzipped: {prompt, completion} or {prompt, completions: [{text}]}, the best one",
    )
    .option("--skip-bad-lines", "leave out lines of the data that are not right, naming them")
    .action(async (options: TrainOptions & SettingOptions) => (await import("./train/train-sft.ts")).trainSft(options));
  return new Command("train")
    .description("train from files to files, without a database")
    .addCommand(sft)
    .addCommand(reward)
    .addCommand(ppo)
    .addCommand(dpo);
}

function withTrainOptions(command: Command): Command {
  return command
    .option(
      "--model <place>",
      "a folder in Hugging Face layout, a .gguf file or a hub name; default SmolLM2-135M-Instruct",
    )
    .requiredOption(
      "--out <folder>",
      "for weights, metrics and summary; a run cut off goes on from its last checkpoint",
    )
    .option("--settings <json>", `what differs from the defaults, e.g. '{"learningRate": 1e-4}'`)
    .option("--set <key=value...>", "one setting each, above --settings")
    .option("--seed <number>", "of every draw", wholeNumber, 1)
    .option("--top-blocks <number>", "blocks that are trained, or all", blocks, 4)
    .addOption(
      new Option("--compute <type>", "precision of matrix products")
        .choices(["float32", "bfloat16"])
        .default("float32"),
    )
    .option("--system-prompt <text>", "put before every conversation that has none")
    .option("--merged", "also write the whole model in Hugging Face layout");
}

/** Settings of both kinds as the one text that a training command reads. */
function withSettings<Options extends SettingOptions>(options: Options, method: "reward" | "ppo"): Options {
  return { ...options, settings: JSON.stringify(givenSettings(options, roundSettings.parse({})[method])) };
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It is not a whole number.");
  return Number(text);
}

/** More blocks than a model has are all of them. */
function blocks(text: string): number {
  return text === "all" ? 1000 : wholeNumber(text);
}

function share(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value < 1)) throw new InvalidArgumentError("It is not between 0 and 1.");
  return value;
}
