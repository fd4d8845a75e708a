import type { TaskView } from "../../../../../../lib/tasks/task-view.ts";

/** A task as the browser has it: what came as JSON. */
export type OpenTask = Omit<TaskView, "leaseExpiresAt"> & { leaseExpiresAt: string };
