import { endpointIn, route } from "../../../../../../../../lib/http/api-route.ts";
import { readmitOperation } from "../../../../../../../../lib/http/operations/quality.ts";
import { readmitAnnotator } from "../../../../../../../../lib/quality/exclude-annotator.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpointIn(
    { of: "project", capability: "managePeople" },
    readmitOperation,
    async ({ actor, projectId, params }) => {
      await readmitAnnotator({ projectId, userId: params.userId, actorId: actor.id });
      return Response.json({ done: true });
    },
  ),
});
