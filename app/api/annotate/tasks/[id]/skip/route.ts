import { requireCapability } from "../../../../../../lib/auth/permissions.ts";
import { endpoint, route } from "../../../../../../lib/http/api-route.ts";
import { findProjectOfTask } from "../../../../../../lib/tasks/find-project-of-task.ts";
import { skipTask } from "../../../../../../lib/tasks/skip-task.ts";
import { skipOperation } from "../../../operations.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpoint(skipOperation, async ({ actor, params, body }) => {
    await requireCapability(actor, await findProjectOfTask({ taskId: params.id }), "annotate");
    await skipTask({ taskId: params.id, userId: actor.id, reason: body.reason });
    return new Response(null, { status: 204 });
  }),
});
