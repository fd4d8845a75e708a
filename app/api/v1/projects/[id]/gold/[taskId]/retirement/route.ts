import { endpointIn, route } from "../../../../../../../../lib/http/api-route.ts";
import { retireGoldOperation } from "../../../../../../../../lib/http/operations/quality.ts";
import { retireGold } from "../../../../../../../../lib/quality/gold.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpointIn(
    { of: "project", capability: "judgeAsExpert" },
    retireGoldOperation,
    async ({ actor, projectId, params }) => {
      await retireGold({ projectId, actorId: actor.id, taskId: params.taskId });
      return Response.json({ done: true });
    },
  ),
});
