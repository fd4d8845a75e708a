import { requireCapability } from "../../../../../../lib/auth/permissions.ts";
import { endpoint, route } from "../../../../../../lib/http/api-route.ts";
import { extendLease } from "../../../../../../lib/tasks/extend-lease.ts";
import { findProjectOfTask } from "../../../../../../lib/tasks/find-project-of-task.ts";
import { leaseOperation } from "../../../operations.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpoint(leaseOperation, async ({ actor, params }) => {
    const projectId = await findProjectOfTask({ taskId: params.id });
    await requireCapability(actor, projectId, "annotate");
    return Response.json(await extendLease({ projectId, taskId: params.id, userId: actor.id }));
  }),
});
