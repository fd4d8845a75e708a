import { can } from "../../../../../../lib/auth/permissions.ts";
import { endpointIn, route } from "../../../../../../lib/http/api-route.ts";
import { qualityOperation } from "../../../../../../lib/http/operations/quality.ts";
import { getQuality } from "../../../../../../lib/quality/get-quality.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: endpointIn({ of: "project", capability: "viewData" }, qualityOperation, async ({ projectId, role }) => {
    const { noneAcceptable: _byModel, ...quality } = await getQuality({
      projectId,
      withNames: can(role, "managePeople"),
    });
    return Response.json(quality);
  }),
});
