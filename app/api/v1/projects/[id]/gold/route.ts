import { endpointIn, route } from "../../../../../../lib/http/api-route.ts";
import { listGoldOperation, makeGoldOperation } from "../../../../../../lib/http/operations/quality.ts";
import { listGold, makeGold } from "../../../../../../lib/quality/gold.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: endpointIn({ of: "project", capability: "judgeAsExpert" }, listGoldOperation, async ({ projectId }) => {
    return Response.json({ gold: await listGold({ projectId }) });
  }),
  POST: endpointIn(
    { of: "project", capability: "judgeAsExpert" },
    makeGoldOperation,
    async ({ actor, projectId, body }) => {
      return Response.json(await makeGold({ projectId, actorId: actor.id, ...body }), { status: 201 });
    },
  ),
});
