import { requireCapability } from "../../../../../../lib/auth/permissions.ts";
import { endpoint, route } from "../../../../../../lib/http/api-route.ts";
import { claimTask } from "../../../../../../lib/tasks/claim-task.ts";
import { nextOperation } from "../../../operations.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpoint(nextOperation, async ({ actor, params, body }) => {
    await requireCapability(actor, params.id, "annotate");
    const task = await claimTask({ projectId: params.id, userId: actor.id, ahead: body.ahead });
    return task ? Response.json(task) : new Response(null, { status: 204 });
  }),
});
