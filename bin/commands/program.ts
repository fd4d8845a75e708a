import { Command, CommanderError } from "commander";
import { AppError } from "../../lib/errors.ts";
import { doctor } from "./doctor.ts";
import { evaluate } from "./evaluate.ts";
import { exportCommand } from "./export.ts";
import { generate } from "./generate.ts";
import { importCommand } from "./import.ts";
import { merge } from "./merge.ts";
import { project } from "./project.ts";
import { train } from "./train.ts";
import { user } from "./user.ts";

/** Runs the verb of the arguments. Returns the exit status: 2 for arguments that are wrong, 1 for what failed. */
export async function runCommandLine(argv: string[]): Promise<number> {
  const program = new Command("attune")
    .description("Works on this checkout's installation, running or not, or on DATABASE_URL where that is set.")
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });
  for (const command of [user, project, importCommand, exportCommand, train, evaluate, generate, merge, doctor])
    program.addCommand(command());
  inherit(program);
  try {
    await program.parseAsync(argv);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    process.stderr.write(`${explain(error)}\n`);
    return 1;
  }
}

/** commander's exitOverride holds for one command, not for those below it. */
function inherit(command: Command) {
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    checkRequiredLast(child);
    inherit(child);
  }
}

/** commander would name a required option as missing before it says that a misspelt one is unknown. */
function checkRequiredLast(command: Command) {
  const required = command.options.filter(({ mandatory }) => mandatory);
  for (const option of required) {
    option.mandatory = false;
    option.description += " (required)";
  }
  command.hook("preAction", (_, acting) => {
    const missing = acting === command && required.find((option) => !acting.getOptionValue(option.attributeName()));
    if (missing) command.error(`error: required option '${missing.flags}' not specified`, { exitCode: 2 });
  });
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const faults = error instanceof AppError ? faultLines(error.details) : [];
  return [error.message, ...faults].join("\n");
}

/** The bad lines that an import names. */
function faultLines(details: unknown): string[] {
  const { faults = [] } = (details ?? {}) as { faults?: { line: number; reason: string }[] };
  return faults.map(({ line, reason }) => `  line ${line}: ${reason}`);
}
