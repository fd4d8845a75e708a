import { requireCapability } from "../../../../../../lib/auth/permissions.ts";
import { endpoint, route } from "../../../../../../lib/http/api-route.ts";
import { cancelRoundOperation } from "../../../../../../lib/http/operations/learning.ts";
import { cancelRound } from "../../../../../../lib/rounds/cancel-round.ts";
import { findProjectOfRound } from "../../../../../../lib/rounds/find-project-of-round.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpoint(cancelRoundOperation, async ({ actor, params }) => {
    await requireCapability(actor, await findProjectOfRound({ roundId: params.id }), "runRounds");
    return Response.json(await cancelRound({ roundId: params.id, actorId: actor.id }));
  }),
});
