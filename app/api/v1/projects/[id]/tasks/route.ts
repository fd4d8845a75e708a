import { requireCapability } from "../../../../../../lib/auth/permissions.ts";
import { endpoint, route } from "../../../../../../lib/http/api-route.ts";
import { makeTasksOperation } from "../../../../../../lib/http/operations/annotation.ts";
import { makeTasks } from "../../../../../../lib/tasks/make-tasks.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpoint(makeTasksOperation, async ({ actor, params, body }) => {
    await requireCapability(actor, params.id, "manageProject");
    return Response.json(await makeTasks({ projectId: params.id, actorId: actor.id, ...body }), { status: 201 });
  }),
});
