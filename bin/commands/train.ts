import { Command, InvalidArgumentError, Option } from "commander";
import type { Method } from "./train/method-settings.ts";
import { settingsHelp } from "./train/settings.ts";
import type { TrainOptions } from "./train/training-run.ts";

const rankingFormats =
  "JSONL, or gzipped: {prompt, completions: [{text, rank or utility}]}, {prompt, chosen, rejected}, HH-RLHF transcripts";
const demonstrationFormats =
  "JSONL, or gzipped: {prompt, completion}, {messages}, or {prompt, completions: [{text}]}, of which the best one counts";
const promptFormats = "JSONL, or gzipped: {prompt} a line";

/** Training from files to files, with no database. The tensors load only when one of these runs. */
export function train(): Command {
  function method(name: Method, description: string, formats: string): Command {
    return new Command(name)
      .description(description)
      .requiredOption("--data <file>", formats)
      .requiredOption("--out <folder>", "for settings, metrics, weights and summary; must not hold another run")
      .option(
        "--model <place>",
        "a folder in Hugging Face layout, the folder of an earlier run, a .gguf file or a hub name; default SmolLM2-135M-Instruct",
      )
      .option(
        "--eval <file>",
        "of the same shape, never trained on: judged at the end, and before where that says something",
      )
      .option("--set <key=value...>", "one setting each, above --settings and --config")
      .option("--settings <json>", `settings that differ, e.g. '{"learningRate": 1e-4}'`)
      .option("--config <file>", "the same as a JSON file; also the settings.json of an earlier run")
      .option("--seed <number>", "of every draw", wholeNumber, 1)
      .option("--seeds <numbers>", "one run each, as 1,2,3; the last line has intervals over them", seedList)
      .option("--resume", "go on from the last checkpoint in --out")
      .option("--json", "one JSON line a step, and one with the final figures; the rest goes to standard error")
      .option(
        "--top-blocks <number>",
        "blocks that are trained, or all; default 4, or those of the earlier run",
        blocks,
      )
      .addOption(
        new Option("--compute <type>", "precision of matrix products")
          .choices(["float32", "bfloat16"])
          .default("float32"),
      )
      .option("--system-prompt <text>", "put before every conversation that has none")
      .option("--skip-bad-lines", "leave out lines of the data that are not right, naming them")
      .option("--checkpoint-every <seconds>", "the least time between two checkpoints", wholeNumber, 60)
      .option("--merged", "also write the whole model in Hugging Face layout, as `merge` does")
      .addHelpText("after", () => `\n${settingsHelp(name)}`)
      .action(async (options: TrainOptions) => {
        const { trainingMethods } = await import("./train/methods.ts");
        const { runTraining } = await import("./train/run-training.ts");
        await runTraining(trainingMethods[name], options);
      });
  }
  const againstReward = (name: Method, description: string) =>
    method(name, description, promptFormats).requiredOption(
      "--reward <folder>",
      "what `train reward` wrote, for the same base and --top-blocks",
    );
  return new Command("train")
    .description("train from files to files, without a database")
    .addCommand(method("sft", "fine-tune the model on demonstrations", demonstrationFormats))
    .addCommand(
      method("reward", "train a reward model on rankings", rankingFormats).option(
        "--validation <share>",
        "share of the prompts held out, on which it is calibrated",
        share,
        0.2,
      ),
    )
    .addCommand(
      againstReward("ppo", "train the model by PPO on prompts against a reward model").option(
        "--mix <file>",
        "demonstrations to go on modelling (PPO-ptx), weighted by ptxCoefficient",
      ),
    )
    .addCommand(
      againstReward("rloo", "the same by REINFORCE leave-one-out: several completions a prompt, no value model"),
    )
    .addCommand(againstReward("grpo", "the same by group relative policy optimisation"))
    .addCommand(
      method("dpo", "train the model on rankings directly, by direct preference optimisation", rankingFormats),
    );
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It is not a whole number.");
  return Number(text);
}

function seedList(text: string): number[] {
  const seeds = text.split(",").map((seed) => wholeNumber(seed.trim()));
  if (new Set(seeds).size < seeds.length) throw new InvalidArgumentError("A seed is there twice.");
  return seeds;
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
