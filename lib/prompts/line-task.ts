import { randomUUID } from "node:crypto";
import type { Database } from "../db/client.ts";
import type { TaskKind } from "../generated/prisma/enums.ts";
import type { ProjectSettings } from "../projects/settings.ts";
import { sha256 } from "./fingerprint.ts";
import type { ImportedLine } from "./import-line.ts";

/** Imported lines that become tasks; `database` is the caller's transaction. */
export interface LinesToStore {
  projectId: string;
  actorId: string;
  lines: ImportedLine[];
  /** Of each line. */
  promptIds: string[];
  settings: ProjectSettings;
  database: Database;
}

/** The task that an imported line becomes. */
export interface LineTask {
  id: string;
  contentHash: string;
  promptId: string;
  line: ImportedLine;
  /** In the order of the line; filled in by storeCompletions. */
  completionIds: string[];
}

/** `content`: by what, besides its prompt, the same line is known when it comes again. */
export function lineTask(line: ImportedLine, promptId: string, content: unknown[]): LineTask {
  const contentHash = sha256(JSON.stringify([promptId, ...content]));
  return { id: randomUUID(), contentHash, promptId, line, completionIds: [] };
}

/** The line's own kind, else the project's, as far as the number of completions fits it. */
export function kindOfLine(
  { kind, completions }: Pick<ImportedLine, "kind" | "completions">,
  { judgeBy }: ProjectSettings,
): TaskKind {
  if (kind) return kind;
  return judgeBy === "compare" && completions.length !== 2 ? "rank" : judgeBy;
}
