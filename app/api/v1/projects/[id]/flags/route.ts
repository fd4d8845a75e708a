import { endpointIn, route } from "../../../../../../lib/http/api-route.ts";
import { listFlagsOperation } from "../../../../../../lib/http/operations/flags.ts";
import { listFlags } from "../../../../../../lib/quality/list-flags.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: endpointIn({ of: "project", capability: "judgeAsExpert" }, listFlagsOperation, async ({ projectId }) => {
    return Response.json({ tasks: await listFlags({ projectId, withNames: false }) });
  }),
});
