import { endpointIn, route } from "../../../../../../lib/http/api-route.ts";
import { acceptConsentOperation } from "../../../../../../lib/http/operations/quality.ts";
import { acceptConsent } from "../../../../../../lib/quality/consent.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  POST: endpointIn(
    { of: "project", capability: "annotate" },
    acceptConsentOperation,
    async ({ actor, projectId, body }) => {
      await acceptConsent({ projectId, userId: actor.id, ...body });
      return Response.json({ done: true });
    },
  ),
});
