import { createReadStream } from "node:fs";
import { Command, Option } from "commander";
import { db } from "../../lib/db/client.ts";
import { type ImportFormat, importFormats } from "../../lib/prompts/import-line.ts";
import { type ImportAnswer, importLines } from "../../lib/prompts/import-lines.ts";
import { findPerson, findProject, withInstallation } from "./installation.ts";

interface ImportOptions {
  project?: string;
  format: ImportFormat;
  as?: string;
}

export function importCommand(): Command {
  return new Command("import")
    .description("import prompts, ranked answers, gold tasks or demonstrations from JSONL, all lines or none")
    .argument(
      "<file>",
      "one {prompt, completions?: [{text, model?, rank?}], tags?, explanation?} a line, or {prompt, completion}; - for standard input",
    )
    .addOption(new Option("--format <format>").choices(importFormats).makeOptionMandatory())
    .option("--project <id>", "id or name; not needed where there is only one")
    .option(
      "--as <address>",
      "who is said to have ranked, or to know the answers; without it the first installation admin",
    )
    .action((file: string, options: ImportOptions) => withInstallation(() => importFile(file, options)));
}

async function importFile(file: string, { project, format, as }: ImportOptions) {
  const { id: projectId, name } = await findProject(project);
  const actorId = as ? await findPerson(as) : await firstAdmin();
  const body = file === "-" ? process.stdin : createReadStream(file);
  const { importId, ...counts } = await importLines({ projectId, actorId, format, body });
  console.log(`Imported into ${name}: ${summary(counts)}`);
}

function summary(counts: Omit<ImportAnswer, "importId">): string {
  const words: Record<keyof typeof counts, string> = {
    lines: "lines",
    prompts: "new prompts",
    completions: "completions",
    tasks: "tasks to rank",
    rankings: "rankings",
    gold: "gold tasks",
    demonstrations: "demonstrations",
    duplicates: "duplicates left out",
    generationJobs: "prompts waiting for completions",
  };
  return Object.entries(words)
    .map(([key, word]) => `${counts[key as keyof typeof counts]} ${word}`)
    .join(", ");
}

async function firstAdmin(): Promise<string> {
  const admin = await db().user.findFirst({
    where: { installationRole: "admin", disabledAt: null },
    orderBy: { createdAt: "asc" },
    select: { id: true },
  });
  if (!admin) throw new Error("There is no installation admin to import as: name a person with --as.");
  return admin.id;
}
