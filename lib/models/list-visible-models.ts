import type { Actor } from "../auth/actor.ts";
import { can } from "../auth/permissions.ts";
import { type Database, db } from "../db/client.ts";
import { listProjects } from "../projects/list-projects.ts";
import { listModels, type ModelLine } from "./list-models.ts";

/** The model versions of every project whose data an actor may see, and the bases they stand on, oldest first. */
export async function listVisibleModels({
  actor,
  database = db(),
}: {
  actor: Pick<Actor, "id" | "installationRole">;
  database?: Database;
}): Promise<ModelLine[]> {
  const projects = await listProjects({ actor, includeArchived: true, database });
  const readable = projects.filter(({ role }) => can(role, "viewData"));
  const lists = await Promise.all(readable.map(({ id }) => listModels({ projectId: id, database })));
  const byId = new Map(lists.flat().map((model) => [model.id, model]));
  return [...byId.values()].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
}
