import { Command, InvalidArgumentError } from "commander";

export interface MergeOptions {
  model: string;
  out: string;
  maxShardSize?: number;
}

/** A trained top and its base as one folder; with no database, but for a version of the installation. */
export function merge(): Command {
  return new Command("merge")
    .description("write what training left, trained blocks or adapters on their base, as one whole model")
    .requiredOption(
      "--model <place>",
      "what `train` wrote, or a version's id of the installation; a reward model becomes a classifier with one label",
    )
    .requiredOption("--out <folder>", "in Hugging Face layout, which transformers, vLLM and Attune load")
    .option(
      "--max-shard-size <size>",
      "cut the weights into files of at most this, e.g. 500MB or 5GB (default: 5GB)",
      bytes,
    )
    .action(async (options: MergeOptions) => (await import("./merge/merge-model.ts")).mergeModel(options));
}

const units: Record<string, number> = { "": 1, B: 1, KB: 1e3, MB: 1e6, GB: 1e9 };

function bytes(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([KMG]?B)?$/i.exec(text) ?? [];
  const value = Number(number) * (units[(unit ?? "").toUpperCase()] ?? Number.NaN);
  if (!(value > 0)) throw new InvalidArgumentError("It is not a size such as 500MB or 5GB.");
  return value;
}
