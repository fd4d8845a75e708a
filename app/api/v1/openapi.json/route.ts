import { endpoint, route } from "../../../../lib/http/api-route.ts";
import { openApiDocument } from "../../../../lib/http/openapi.ts";
import { getOpenApi } from "../../../../lib/http/operations/installation.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: endpoint(getOpenApi, async () => Response.json(openApiDocument())),
});
