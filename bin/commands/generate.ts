import { existsSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { requestGeneration } from "../../lib/completions/request-generation.ts";
import { db } from "../../lib/db/client.ts";
import { findProject, withInstallation } from "./installation.ts";

export interface GenerateOptions {
  project?: string;
  prompt?: string[];
  data?: string;
  model?: string;
  all?: boolean;
  out?: string;
  samples: number;
  temperature: number;
  topP: number;
  topK: number;
  maxNewTokens: number;
  seed: number;
  systemPrompt?: string;
  reward?: string;
}

export function generate(): Command {
  return new Command("generate")
    .description(
      "completions: by a model in a folder, from files to files with no database; or by a model version of the installation, with --data or --out into a file, else by its sampler into the project",
    )
    .option(
      "--model <place>",
      "a folder in Hugging Face layout, the folder of a training run, a .gguf file or a hub name; or a version's id, without it the active policy, or the base",
    )
    .option("--prompt <text...>", "what to answer; for a version: ids of prompts of the project")
    .option("--data <file>", "into a file: JSONL, or gzipped, {prompt} a line")
    .option("--out <file>", "into a file: JSONL that `train sft` and `import` read; without it standard output")
    .option("--samples <number>", "into a file: completions per prompt", whole, 1)
    .option("--reward <folder>", "into a file: keep the best of the samples by this reward model (best-of-n)")
    .option("--temperature <number>", "0 takes the likeliest token", number, 0.7)
    .option("--top-p <number>", "of the likeliest tokens whose probabilities reach it", number, 1)
    .option("--top-k <number>", "of so many likeliest tokens; 0 of all", whole, 0)
    .option("--max-new-tokens <number>", "longest completion", whole, 256)
    .option("--seed <number>", "of every draw", whole, 1)
    .option("--system-prompt <text>", "put before every conversation that has none")
    .option("--project <id>", "for a version: id or name; not needed where there is only one")
    .option("--all", "for a version: every prompt of the project, not only those that have no completion")
    .action(async (options: GenerateOptions) =>
      options.data !== undefined || options.out !== undefined || isPlace(options.model)
        ? (await import("./generate/generate-from-folder.ts")).generateFromFolder(options)
        : withInstallation(() => queue(options)),
    );
}

/** Versions have ids without a slash; models in files are somewhere, or have a hub name. */
function isPlace(model: string | undefined): boolean {
  return model !== undefined && (existsSync(model) || /[/\\]|\.gguf$/.test(model));
}

async function queue({ project, prompt, model, all }: GenerateOptions) {
  const { id: projectId, name } = await findProject(project);
  const unanswered = { completions: { none: {} }, generationJobs: { none: { status: { in: ["queued", "running"] } } } };
  const prompts = await db().prompt.findMany({
    where: { projectId, ...(prompt ? { id: { in: prompt } } : all ? {} : (unanswered as object)) },
    select: { id: true },
  });
  if (prompts.length === 0) throw new Error(`No prompt of ${name} is meant by that.`);
  const promptIds = prompts.map(({ id }) => id);
  const jobs = await requestGeneration({ projectId, promptIds, modelVersionId: model });
  if (jobs.length === 0) throw new Error("No model is there yet: the base model comes with the first `npm start`.");
  console.log(`${jobs.length} prompts of ${name} wait for completions.`);
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0)) throw new InvalidArgumentError("It is not a number from 0 on.");
  return value;
}

function whole(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("It is not a whole number.");
  return Number(text);
}
