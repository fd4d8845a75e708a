import { chooseAnswer } from "../../../../../../../../lib/conversations/choose-answer.ts";
import { endpointIn, route } from "../../../../../../../../lib/http/api-route.ts";
import { chooseOperation } from "../../../../../../../../lib/http/operations/annotation.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpointIn({ of: "task", capability: "annotate" }, chooseOperation, async ({ actor, params, body }) => {
    const { id: taskId, number } = params;
    return Response.json(await chooseAnswer({ ...body, taskId, number, userId: actor.id }));
  }),
});
