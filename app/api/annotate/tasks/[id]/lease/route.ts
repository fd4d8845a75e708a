import { endpointIn, route } from "../../../../../../lib/http/api-route.ts";
import { extendLease } from "../../../../../../lib/tasks/extend-lease.ts";
import { leaseOperation } from "../../../operations.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpointIn({ of: "task", capability: "annotate" }, leaseOperation, async ({ actor, params, projectId }) => {
    return Response.json(await extendLease({ projectId, taskId: params.id, userId: actor.id }));
  }),
});
