import { Command, Option } from "commander";
import type { EvaluateRewardOptions } from "./evaluate/evaluate-reward.ts";

/** Judgement of what training wrote, with no database. */
export function evaluate(): Command {
  const reward = new Command("reward")
    .description("how well a reward model agrees with rankings it was not trained on")
    .requiredOption(
      "--model <folder>",
      "what `train reward` wrote; with --cross-validate its settings are trained anew",
    )
    .requiredOption("--data <file>", "rankings as `train reward` reads them")
    .option("--system-prompt <text>", "put before every conversation that has none")
    .option("--skip-bad-lines", "leave out lines of the data that are not right, naming them")
    .addOption(
      new Option(
        "--cross-validate <over>",
        "train anew without some annotators, and ask about those: lines must name their annotator, as `export` does",
      ).choices(["annotators"]),
    )
    .option("--json", "one JSON object instead of lines")
    .action(async (options: EvaluateRewardOptions) =>
      (await import("./evaluate/evaluate-reward.ts")).evaluateReward(options),
    );
  return new Command("evaluate").description("judge trained models, without a database").addCommand(reward);
}
