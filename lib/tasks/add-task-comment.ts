import { z } from "zod";
import { type Database, db } from "../db/client.ts";
import { text } from "../text.ts";
import { type Reader, type TaskCommentView, viewOfComment } from "./list-task-comments.ts";

export const commentInput = z.object({ text: text(5000).trim().min(1) });

/** Says something about a task. */
export async function addTaskComment({
  taskId,
  reader,
  text: written,
  database = db(),
}: z.infer<typeof commentInput> & { taskId: string; reader: Reader; database?: Database }): Promise<TaskCommentView> {
  const row = await database.taskComment.create({
    data: { taskId, userId: reader.userId, text: written },
    include: { user: { select: { name: true, pseudonym: true } } },
  });
  return viewOfComment({ ...row, byLead: reader.leads }, reader);
}
