import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command, Option } from "commander";
import { type ExportFormat, exportPreferences } from "../../lib/datasets/export-preferences.ts";
import type { Split } from "../../lib/generated/prisma/enums.ts";
import { findProject, withInstallation } from "./installation.ts";

interface ExportOptions {
  project?: string;
  format: ExportFormat;
  dataset?: string;
  split?: Split;
  out?: string;
}

export function exportCommand(): Command {
  return new Command("export")
    .description("write the preferences as JSONL")
    .addOption(
      new Option("--format <format>", "pairs as TRL reads them, whole rankings, or written answers")
        .choices(["trl-preference", "ranked", "demonstrations"])
        .makeOptionMandatory(),
    )
    .option("--project <id>", "id or name; not needed where there is only one")
    .option("--dataset <id>", "a frozen dataset version; without it the current annotations")
    .addOption(new Option("--split <split>", "only this side").choices(["train", "validation", "gold"]))
    .option("--out <file>", "without it, standard output")
    .action((options: ExportOptions) => withInstallation(() => writeExport(options)));
}

async function writeExport({ project, format, dataset, split, out }: ExportOptions) {
  const { id: projectId } = await findProject(project);
  const lines = Readable.from(exportPreferences({ projectId, format, datasetVersionId: dataset, split }));
  if (out) await pipeline(lines, createWriteStream(out));
  else await pipeline(lines, process.stdout, { end: false });
}
