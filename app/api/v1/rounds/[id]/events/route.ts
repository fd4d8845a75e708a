import { requireCapability } from "../../../../../../lib/auth/permissions.ts";
import { eventStream } from "../../../../../../lib/events/event-stream.ts";
import { endpoint, route } from "../../../../../../lib/http/api-route.ts";
import { roundEventsOperation } from "../../../../../../lib/http/operations/events.ts";
import { findProjectOfRound } from "../../../../../../lib/rounds/find-project-of-round.ts";

export const dynamic = "force-dynamic";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: endpoint(roundEventsOperation, async ({ actor, params, request }) => {
    const projectId = await findProjectOfRound({ roundId: params.id });
    await requireCapability(actor, projectId, "viewData");
    return await eventStream(request, ({ type, id }) => type === "round" && id === params.id);
  }),
});
