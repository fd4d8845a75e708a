import { db } from "../../lib/db/client.ts";

// What tests of imports have in common.

export const jsonl = (lines: unknown[]) => lines.map((line) => JSON.stringify(line)).join("\n");
/** A line whose answers say which they are; undefined is no rank. */
export const ranked = (prompt: string, ranks: (number | undefined)[]) => ({
  prompt,
  completions: ranks.map((rank, position) => ({ text: `${prompt}: answer ${position}`, model: `m${position}`, rank })),
});

/** What lies in a project. */
export async function countRows(projectId: string) {
  const where = { projectId };
  const [prompts, completions, tasks, annotations, comparisons, imports] = await Promise.all([
    db().prompt.count({ where }),
    db().completion.count({ where }),
    db().task.count({ where }),
    db().annotation.count({ where }),
    db().comparison.count({ where }),
    db().import.count({ where }),
  ]);
  return { prompts, completions, tasks, annotations, comparisons, imports };
}
