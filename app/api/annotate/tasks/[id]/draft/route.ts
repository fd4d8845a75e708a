import { endpointIn, route } from "../../../../../../lib/http/api-route.ts";
import { saveDraft } from "../../../../../../lib/tasks/save-draft.ts";
import { draftOperation } from "../../../operations.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpointIn({ of: "task", capability: "annotate" }, draftOperation, async ({ actor, params, body }) => {
    await saveDraft({ taskId: params.id, userId: actor.id, draft: body });
    return new Response(null, { status: 204 });
  }),
});
