import { requireCapability } from "../../../../lib/auth/permissions.ts";
import { endpoint, route } from "../../../../lib/http/api-route.ts";
import { createProjectOperation, listProjectsOperation } from "../../../../lib/http/operations/projects.ts";
import { createProject } from "../../../../lib/projects/create-project.ts";
import { listProjects } from "../../../../lib/projects/list-projects.ts";

export const { GET, POST, PUT, PATCH, DELETE } = route({
  GET: endpoint(listProjectsOperation, async ({ actor }) =>
    Response.json({ projects: await listProjects({ actor, includeArchived: true }) }),
  ),
  POST: endpoint(createProjectOperation, async ({ actor, body }) => {
    await requireCapability(actor, null, "manageInstallation");
    return Response.json(await createProject({ ...body, actorId: actor.id }), { status: 201 });
  }),
});
