import { endpointIn, route } from "../../../../../../lib/http/api-route.ts";
import {
  listConsentFormsOperation,
  publishConsentFormOperation,
} from "../../../../../../lib/http/operations/quality.ts";
import { listConsentForms, publishConsentForm } from "../../../../../../lib/quality/consent.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: endpointIn({ of: "project", capability: "manageProject" }, listConsentFormsOperation, async ({ projectId }) => {
    return Response.json({ forms: await listConsentForms({ projectId }) });
  }),
  POST: endpointIn(
    { of: "project", capability: "manageProject" },
    publishConsentFormOperation,
    async ({ actor, projectId, body }) => {
      return Response.json(await publishConsentForm({ projectId, actorId: actor.id, ...body }), { status: 201 });
    },
  ),
});
