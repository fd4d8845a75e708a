import { randomUUID } from "node:crypto";
import { kinds } from "../annotations/kinds/table.ts";
import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";
import type { TaskKind } from "../generated/prisma/enums.ts";
import { projectSettings } from "../projects/settings.ts";
import { ruleToProbe } from "./rule-to-probe.ts";

/**
 * Makes a task of completions of one prompt. They are shown to each person in an order of their own.
 * `overlap` is the project's where not given. Throws UNPROCESSABLE where the completions are not that prompt's, or
 * where their number does not fit the kind (lib/annotations/kinds/table.ts).
 */
export async function createTask({
  projectId,
  promptId,
  completionIds,
  kind = "rank",
  overlap,
  priority = 0,
  roundId = null,
  purpose = "work",
  database = db(),
}: {
  projectId: string;
  promptId: string;
  completionIds: string[];
  kind?: TaskKind;
  overlap?: number;
  priority?: number;
  /** Round whose policy wrote the completions, where one did. */
  roundId?: string | null;
  /** `blind`: a pair of the round's blind comparison. */
  purpose?: "work" | "blind";
  database?: Database;
}): Promise<{ id: string }> {
  const { least, most } = kinds[kind].completions;
  const fits = completionIds.length >= least && completionIds.length <= most;
  const found = await database.completion.count({ where: { id: { in: completionIds }, promptId, projectId } });
  if (!fits || found !== completionIds.length) {
    const needs = least === most ? String(most) : `${least} to ${most}`;
    throw new AppError("UNPROCESSABLE", `A task to ${kind} needs ${needs} different completions of its prompt.`);
  }
  const { settings: stored } = await database.project.findUniqueOrThrow({
    where: { id: projectId },
    select: { settings: true },
  });
  const settings = projectSettings.parse(stored);
  const id = randomUUID();
  const probedRule = kind === "converse" ? ruleToProbe(id, settings) : null;
  return await database.task.create({
    data: {
      id,
      projectId,
      promptId,
      kind,
      purpose,
      priority,
      roundId,
      ...(probedRule ? { probedRule } : {}),
      overlap: overlap ?? settings.overlap,
      completions: { create: completionIds.map((completionId, position) => ({ completionId, position })) },
    },
    select: { id: true },
  });
}
