import { submitAnnotation } from "../../../../../../lib/annotations/submit-annotation.ts";
import { AppError } from "../../../../../../lib/errors.ts";
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
      // What was submitted is stored, whether or not there is more for them: asking for a task says why there is not.
      const next = await claimTask({ projectId, userId: actor.id, ahead }).catch((error: unknown) => {
        if (error instanceof AppError && error.code === "FORBIDDEN") return null;
        throw error;
      });
      return Response.json({ id, extra, feedback, next: next && publicTask(next) }, { status: 201 });
    },
  ),
});
