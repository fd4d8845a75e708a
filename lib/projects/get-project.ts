import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";
import { type ProjectSettings, projectSettings } from "./settings.ts";

export interface ProjectView {
  id: string;
  name: string;
  description: string;
  /** Markdown. */
  guidelines: string;
  settings: ProjectSettings;
  createdAt: Date;
  archivedAt: Date | null;
}

/** A project with its settings, defaults filled in. Throws NOT_FOUND. */
export async function getProject({
  projectId,
  database = db(),
}: {
  projectId: string;
  database?: Database;
}): Promise<ProjectView> {
  const project = await database.project.findUnique({ where: { id: projectId } });
  if (!project) throw new AppError("NOT_FOUND", "There is no such project.");
  return { ...project, settings: projectSettings.parse(project.settings) };
}
