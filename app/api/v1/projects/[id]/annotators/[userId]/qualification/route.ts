import { endpointIn, route } from "../../../../../../../../lib/http/api-route.ts";
import { letInOperation } from "../../../../../../../../lib/http/operations/quality.ts";
import { passQualification } from "../../../../../../../../lib/quality/qualify.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpointIn(
    { of: "project", capability: "managePeople" },
    letInOperation,
    async ({ actor, projectId, params }) => {
      await passQualification({ projectId, userId: params.userId, actorId: actor.id });
      return Response.json({ done: true });
    },
  ),
});
