import type { ProjectSettings } from "../../../../../../lib/projects/settings.ts";
import type { TaskView } from "../../../../../../lib/tasks/task-view.ts";

/** A task as the browser has it: what came as JSON. */
export type OpenTask = Omit<TaskView, "leaseExpiresAt"> & { leaseExpiresAt: string };

/** What of a project's settings the boards go by. */
export type Judging = Pick<ProjectSettings, "rank" | "compare" | "rate" | "rubric"> & {
  converse: Pick<ProjectSettings["converse"], "turns" | "opening" | "answers">;
};

/** Picks it out: the rest of the settings is nothing for an annotator's browser. */
export function judgingOf({ rank, compare, rate, rubric, converse }: ProjectSettings): Judging {
  const { turns, opening, answers } = converse;
  return { rank, compare, rate, rubric, converse: { turns, opening, answers } };
}
