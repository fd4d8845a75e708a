import { endpointIn, route } from "../../../../../../../../lib/http/api-route.ts";
import { decideFlagsOperation } from "../../../../../../../../lib/http/operations/flags.ts";
import { decideFlags } from "../../../../../../../../lib/quality/decide-flags.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpointIn(
    { of: "project", capability: "judgeAsExpert" },
    decideFlagsOperation,
    async ({ actor, projectId, params, body }) => {
      await decideFlags({ projectId, taskId: params.taskId, actorId: actor.id, ...body });
      return Response.json({ done: true });
    },
  ),
});
