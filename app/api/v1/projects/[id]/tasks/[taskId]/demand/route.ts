import { endpointIn, route } from "../../../../../../../../lib/http/api-route.ts";
import { setDemandOperation } from "../../../../../../../../lib/http/operations/annotation.ts";
import { setDemand } from "../../../../../../../../lib/tasks/set-demand.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpointIn(
    { of: "project", capability: "manageProject" },
    setDemandOperation,
    async ({ actor, projectId, params, body }) => {
      return Response.json(await setDemand({ projectId, taskId: params.taskId, actorId: actor.id, ...body }));
    },
  ),
});
