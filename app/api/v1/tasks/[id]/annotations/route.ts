import { submitAnnotation } from "../../../../../../lib/annotations/submit-annotation.ts";
import { requireCapability } from "../../../../../../lib/auth/permissions.ts";
import { endpoint, route } from "../../../../../../lib/http/api-route.ts";
import { submitOperation } from "../../../../../../lib/http/operations/annotation.ts";
import { findProjectOfTask } from "../../../../../../lib/tasks/find-project-of-task.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpoint(submitOperation, async ({ actor, params, body }) => {
    await requireCapability(actor, await findProjectOfTask({ taskId: params.id }), "annotate");
    const { id, extra } = await submitAnnotation({ ...body, taskId: params.id, userId: actor.id });
    return Response.json({ id, extra }, { status: 201 });
  }),
});
