import { requireCapability } from "../../../../../../../lib/auth/permissions.ts";
import { endpoint, route } from "../../../../../../../lib/http/api-route.ts";
import { claimOperation } from "../../../../../../../lib/http/operations/annotation.ts";
import { claimTask } from "../../../../../../../lib/tasks/claim-task.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpoint(claimOperation, async ({ actor, params, body }) => {
    await requireCapability(actor, params.id, "annotate");
    const task = await claimTask({ projectId: params.id, userId: actor.id, ahead: body.ahead });
    if (!task) return new Response(null, { status: 204 });
    const { id, kind, messages, completions, leaseExpiresAt } = task;
    return Response.json({ id, kind, messages, completions, leaseExpiresAt });
  }),
});
