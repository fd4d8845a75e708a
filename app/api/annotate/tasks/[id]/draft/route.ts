import { requireCapability } from "../../../../../../lib/auth/permissions.ts";
import { endpoint, route } from "../../../../../../lib/http/api-route.ts";
import { findProjectOfTask } from "../../../../../../lib/tasks/find-project-of-task.ts";
import { saveDraft } from "../../../../../../lib/tasks/save-draft.ts";
import { draftOperation } from "../../../operations.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpoint(draftOperation, async ({ actor, params, body }) => {
    await requireCapability(actor, await findProjectOfTask({ taskId: params.id }), "annotate");
    await saveDraft({ taskId: params.id, userId: actor.id, draft: body });
    return new Response(null, { status: 204 });
  }),
});
