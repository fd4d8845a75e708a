import { requireCapability } from "../../../../../../lib/auth/permissions.ts";
import { endpoint, route } from "../../../../../../lib/http/api-route.ts";
import { launchRoundOperation, listRoundsOperation } from "../../../../../../lib/http/operations/learning.ts";
import { launchRound } from "../../../../../../lib/rounds/launch-round.ts";
import { listRounds } from "../../../../../../lib/rounds/list-rounds.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: endpoint(listRoundsOperation, async ({ actor, params, query }) => {
    await requireCapability(actor, params.id, "viewData");
    return Response.json({ rounds: await listRounds({ projectId: params.id, before: query.before }) });
  }),
  POST: endpoint(launchRoundOperation, async ({ actor, params, body }) => {
    await requireCapability(actor, params.id, "runRounds");
    const round = await launchRound({ projectId: params.id, actorId: actor.id, settings: body.settings });
    return Response.json(round, { status: 201 });
  }),
});
