import { endpointIn, route } from "../../../../../../lib/http/api-route.ts";
import { standingOperation } from "../../../../../../lib/http/operations/quality.ts";
import { getStanding } from "../../../../../../lib/quality/get-standing.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: endpointIn({ of: "project", capability: "annotate" }, standingOperation, async ({ actor, projectId }) => {
    return Response.json(await getStanding({ projectId, userId: actor.id }));
  }),
});
