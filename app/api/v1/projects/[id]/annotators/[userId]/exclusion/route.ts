import { endpointIn, route } from "../../../../../../../../lib/http/api-route.ts";
import { excludeOperation } from "../../../../../../../../lib/http/operations/quality.ts";
import { excludeAnnotator } from "../../../../../../../../lib/quality/exclude-annotator.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpointIn(
    { of: "project", capability: "managePeople" },
    excludeOperation,
    async ({ actor, projectId, params, body }) => {
      await excludeAnnotator({ projectId, userId: params.userId, actorId: actor.id, ...body });
      return Response.json({ done: true });
    },
  ),
});
