import { submitAnnotation } from "../../../../../../lib/annotations/submit-annotation.ts";
import { endpointIn, route } from "../../../../../../lib/http/api-route.ts";
import { submitOperation } from "../../../../../../lib/http/operations/annotation.ts";
import { count } from "../../../../../../lib/http/rate-limit.ts";
import { claimTask } from "../../../../../../lib/tasks/claim-task.ts";
import { publicTask } from "../../../public-task.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpointIn(
    { of: "task", capability: "annotate" },
    submitOperation,
    async ({ actor, projectId, params, body }) => {
      const { next: wantsNext, ahead, ...submission } = body;
      const { id, extra, feedback } = await submitAnnotation({ ...submission, taskId: params.id, userId: actor.id });
      if (!wantsNext) return Response.json({ id, extra, feedback }, { status: 201 });
      await count("claim", actor.id);
      const next = await claimTask({ projectId, userId: actor.id, ahead });
      return Response.json({ id, extra, feedback, next: next && publicTask(next) }, { status: 201 });
    },
  ),
});
