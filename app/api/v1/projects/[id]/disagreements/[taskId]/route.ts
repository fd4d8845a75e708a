import { endpointIn, route } from "../../../../../../../lib/http/api-route.ts";
import { getDisagreementOperation } from "../../../../../../../lib/http/operations/quality.ts";
import { getDisputedTask } from "../../../../../../../lib/quality/list-disagreements.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: endpointIn(
    { of: "project", capability: "judgeAsExpert" },
    getDisagreementOperation,
    async ({ projectId, params }) => {
      return Response.json(await getDisputedTask({ projectId, taskId: params.taskId, withNames: false }));
    },
  ),
});
