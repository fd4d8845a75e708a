import type { Actor } from "../../../../../../lib/auth/actor.ts";
import { can, requireCapability } from "../../../../../../lib/auth/permissions.ts";
import { AppError } from "../../../../../../lib/errors.ts";
import { endpoint, route } from "../../../../../../lib/http/api-route.ts";
import { addCommentOperation, listCommentsOperation } from "../../../../../../lib/http/operations/annotation.ts";
import { addTaskComment } from "../../../../../../lib/tasks/add-task-comment.ts";
import { findProjectOfTask } from "../../../../../../lib/tasks/find-project-of-task.ts";
import { hasHeld, listTaskComments, type Reader } from "../../../../../../lib/tasks/list-task-comments.ts";

/** Leads read and write everywhere in the project, annotators about tasks that they have, or had, in hand. */
async function readerOf(actor: Actor, taskId: string): Promise<Reader> {
  const projectId = await findProjectOfTask({ taskId });
  const role = await requireCapability(actor, projectId, "viewProject");
  const leads = can(role, "viewData");
  if (!leads && !(await hasHeld({ taskId, userId: actor.id }))) {
    throw new AppError("FORBIDDEN", "You can talk about tasks that you have worked on.");
  }
  return { userId: actor.id, leads };
}

export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: endpoint(listCommentsOperation, async ({ actor, params }) =>
    Response.json({
      comments: await listTaskComments({ taskId: params.id, reader: await readerOf(actor, params.id) }),
    }),
  ),
  POST: endpoint(addCommentOperation, async ({ actor, params, body }) => {
    const reader = await readerOf(actor, params.id);
    return Response.json(await addTaskComment({ taskId: params.id, reader, text: body.text }), { status: 201 });
  }),
});
