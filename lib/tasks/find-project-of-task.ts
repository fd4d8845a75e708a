import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";

/** The project that a task belongs to, for authorisation. Throws NOT_FOUND. */
export async function findProjectOfTask({
  taskId,
  database = db(),
}: {
  taskId: string;
  database?: Database;
}): Promise<string> {
  const task = await database.task.findUnique({ where: { id: taskId }, select: { projectId: true } });
  if (!task) throw new AppError("NOT_FOUND", "There is no such task.");
  return task.projectId;
}
