import { endpointIn, route } from "../../../../../../lib/http/api-route.ts";
import { skipTask } from "../../../../../../lib/tasks/skip-task.ts";
import { skipOperation } from "../../../operations.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpointIn({ of: "task", capability: "annotate" }, skipOperation, async ({ actor, params, body }) => {
    await skipTask({ taskId: params.id, userId: actor.id, reason: body.reason });
    return new Response(null, { status: 204 });
  }),
});
