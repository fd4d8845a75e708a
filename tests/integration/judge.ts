import { submitAnnotation } from "../../lib/annotations/submit-annotation.ts";
import { claimTask } from "../../lib/tasks/claim-task.ts";
import type { TaskView } from "../../lib/tasks/task-view.ts";
import { asShown } from "./make.ts";

type Ranks = (task: Pick<TaskView, "id" | "completions">) => string[][];

/** By the text of its completions, "Answer 0" best. */
export const byText = ({ completions }: Pick<TaskView, "completions">) =>
  [...completions].sort((one, other) => one.text.localeCompare(other.text)).map(({ id }) => [id]);
export const reversed: Ranks = (task) => byText(task).reverse();

/** Somebody claims and submits until nothing is left or `most` are done. */
export async function judgeAll(projectId: string, userId: string, ranks: Ranks = byText, most = 1000) {
  const done = [];
  for (let task = await claimTask({ projectId, userId }); task && done.length < most; ) {
    done.push({ task, answer: await submitAnnotation({ ...asShown(task), userId, ranking: ranks(task) }) });
    if (done.length < most) task = await claimTask({ projectId, userId });
  }
  return done;
}
