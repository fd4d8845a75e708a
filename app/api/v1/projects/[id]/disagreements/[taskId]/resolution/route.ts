import { endpointIn, route } from "../../../../../../../../lib/http/api-route.ts";
import { resolveOperation } from "../../../../../../../../lib/http/operations/quality.ts";
import { resolveTask } from "../../../../../../../../lib/quality/resolve-task.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpointIn(
    { of: "project", capability: "judgeAsExpert" },
    resolveOperation,
    async ({ actor, projectId, params, body }) => {
      const { taskId } = params;
      return Response.json(await resolveTask({ projectId, taskId, actorId: actor.id, ...body }), { status: 201 });
    },
  ),
});
