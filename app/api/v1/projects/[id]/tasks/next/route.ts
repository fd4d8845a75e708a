import { endpointIn, route } from "../../../../../../../lib/http/api-route.ts";
import { claimOperation } from "../../../../../../../lib/http/operations/annotation.ts";
import { count } from "../../../../../../../lib/http/rate-limit.ts";
import { claimTask } from "../../../../../../../lib/tasks/claim-task.ts";
import { publicTask } from "../../../../public-task.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpointIn({ of: "project", capability: "annotate" }, claimOperation, async ({ actor, projectId, body }) => {
    await count("claim", actor.id);
    const task = await claimTask({ projectId, userId: actor.id, ahead: body.ahead });
    return task ? Response.json(publicTask(task)) : new Response(null, { status: 204 });
  }),
});
