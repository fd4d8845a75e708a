import { endpointIn, route } from "../../../../../../lib/http/api-route.ts";
import { listDisagreementsOperation } from "../../../../../../lib/http/operations/quality.ts";
import { listDisagreements } from "../../../../../../lib/quality/list-disagreements.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: endpointIn({ of: "project", capability: "judgeAsExpert" }, listDisagreementsOperation, async ({ projectId }) => {
    return Response.json(await listDisagreements({ projectId }));
  }),
});
