import { Command } from "commander";
import { requestGeneration } from "../../lib/completions/request-generation.ts";
import { db } from "../../lib/db/client.ts";
import { findProject, withInstallation } from "./installation.ts";

interface GenerateOptions {
  project?: string;
  prompt?: string[];
  model?: string;
  all?: boolean;
}

export function generate(): Command {
  return new Command("generate")
    .description("queue completions by a model version; the sampler of the running installation writes them")
    .option("--project <id>", "id or name; not needed where there is only one")
    .option("--prompt <ids...>", "these prompts; without it those that have no completion and wait for none")
    .option("--all", "every prompt of the project")
    .option("--model <id>", "a model version; without it the active policy, or the base")
    .action((options: GenerateOptions) => withInstallation(() => queue(options)));
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
