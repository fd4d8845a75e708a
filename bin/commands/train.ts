import { Command, InvalidArgumentError, Option } from "commander";
import type { TrainOptions } from "./train/train-reward.ts";

/** Training from files to files, with no database. The tensors load only when one of these runs. */
export function train(): Command {
  const reward = withTrainOptions(new Command("reward"))
    .description("train a reward model on rankings")
    .requiredOption("--data <file>", "JSONL: {prompt, completions: [{text, rank}]} or {prompt, chosen, rejected}")
    .option("--validation <share>", "share of the prompts held out", share, 0.2)
    .action(async (options: TrainOptions & { validation: number }) =>
      (await import("./train/train-reward.ts")).trainReward(options),
    );
  const ppo = withTrainOptions(new Command("ppo"))
    .description("train the model by PPO on prompts against a reward model")
    .requiredOption("--reward <folder>", "what `train reward` wrote, for the same model and --top-blocks")
    .requiredOption("--data <file>", "JSONL: {prompt} a line")
    .action(async (options: TrainOptions & { reward: string }) =>
      (await import("./train/train-ppo.ts")).trainPpo(options),
    );
  return new Command("train")
    .description("train from files to files, without a database")
    .addCommand(reward)
    .addCommand(ppo);
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
    .option("--seed <number>", "of every draw", wholeNumber, 1)
    .option("--top-blocks <number>", "blocks that are trained", wholeNumber, 4)
    .addOption(
      new Option("--compute <type>", "precision of matrix products")
        .choices(["float32", "bfloat16"])
        .default("float32"),
    )
    .option("--system-prompt <text>", "put before every conversation that has none")
    .option("--merged", "also write the whole model in Hugging Face layout");
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It is not a whole number.");
  return Number(text);
}

function share(text: string): number {
  const value = Number(text);
  if (!(value >= 0 && value < 1)) throw new InvalidArgumentError("It is not between 0 and 1.");
  return value;
}
