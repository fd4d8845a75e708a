import { requireCapability } from "../../../../../lib/auth/permissions.ts";
import { endpoint, route } from "../../../../../lib/http/api-route.ts";
import { getRoundOperation } from "../../../../../lib/http/operations/learning.ts";
import { findProjectOfRound } from "../../../../../lib/rounds/find-project-of-round.ts";
import { getRound } from "../../../../../lib/rounds/get-round.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: endpoint(getRoundOperation, async ({ actor, params }) => {
    await requireCapability(actor, await findProjectOfRound({ roundId: params.id }), "viewData");
    return Response.json(await getRound({ roundId: params.id }));
  }),
});
