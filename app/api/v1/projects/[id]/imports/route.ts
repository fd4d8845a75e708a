import { requireCapability } from "../../../../../../lib/auth/permissions.ts";
import { endpoint, route } from "../../../../../../lib/http/api-route.ts";
import { importOperation } from "../../../../../../lib/http/operations/projects.ts";
import { bodyChunks } from "../../../../../../lib/http/read-body.ts";
import { importLines } from "../../../../../../lib/prompts/import-lines.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpoint(importOperation, async ({ actor, params, query, request }) => {
    await requireCapability(actor, params.id, "importData");
    const answer = await importLines({
      projectId: params.id,
      actorId: actor.id,
      format: query.format,
      body: bodyChunks(request),
    });
    return Response.json(answer, { status: 201 });
  }),
});
