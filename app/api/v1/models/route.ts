import { requireCapability } from "../../../../lib/auth/permissions.ts";
import { endpoint, route } from "../../../../lib/http/api-route.ts";
import { listModelsOperation } from "../../../../lib/http/operations/learning.ts";
import { listModels } from "../../../../lib/models/list-models.ts";
import { listVisibleModels } from "../../../../lib/models/list-visible-models.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: endpoint(listModelsOperation, async ({ actor, query: { projectId } }) => {
    if (projectId === undefined) return Response.json({ models: await listVisibleModels({ actor }) });
    await requireCapability(actor, projectId, "viewData");
    return Response.json({ models: await listModels({ projectId }) });
  }),
});
