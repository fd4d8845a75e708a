import type { TaskView } from "../../../lib/tasks/task-view.ts";

/** What the public API tells of a task; the rest of the view is for the ranking page. */
export function publicTask({ draftKey: _key, draft: _draft, guidelinesAvailable: _given, ...task }: TaskView) {
  return task;
}
