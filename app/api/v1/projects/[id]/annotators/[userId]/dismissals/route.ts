import { endpointIn, route } from "../../../../../../../../lib/http/api-route.ts";
import { dismissOperation } from "../../../../../../../../lib/http/operations/quality.ts";
import { dismissSuspicion } from "../../../../../../../../lib/quality/dismiss-suspicion.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpointIn(
    { of: "project", capability: "managePeople" },
    dismissOperation,
    async ({ actor, projectId, params, body }) => {
      await dismissSuspicion({ projectId, userId: params.userId, actorId: actor.id, ...body });
      return Response.json({ done: true });
    },
  ),
});
