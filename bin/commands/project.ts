import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { createProject } from "../../lib/projects/create-project.ts";
import { findPerson, withInstallation } from "./installation.ts";

interface AddOptions {
  name: string;
  description?: string;
  guidelines?: string;
  settings?: string;
  as?: string;
}

export function project(): Command {
  const add = new Command("add")
    .description("add a project; its id is printed as the last line")
    .requiredOption("--name <name>")
    .option("--description <text>")
    .option("--guidelines <file>", "Markdown that annotators see")
    .option("--settings <json>", `settings that differ from the defaults, e.g. '{"completionsPerTask": 2}'`)
    .option("--as <address>", "e-mail address of the person who becomes its admin")
    .action((options: AddOptions) => withInstallation(() => addProject(options)));
  return new Command("project").description("projects").addCommand(add);
}

async function addProject({ name, description, guidelines, settings, as }: AddOptions) {
  const { id } = await createProject({
    name,
    description,
    guidelines: guidelines ? await readFile(guidelines, "utf8") : undefined,
    settings: settings ? JSON.parse(settings) : undefined,
    actorId: as ? await findPerson(as) : null,
  });
  console.log(id);
}
