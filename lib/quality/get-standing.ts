import { type Database, db } from "../db/client.ts";
import { projectSettings } from "../projects/settings.ts";

/** Whether a person may work in a project, and what stands between. */
export interface Standing {
  /** Their work is left out, and they get no tasks. */
  excluded: boolean;
  /** The form they have to accept first; null for none. */
  consent: { id: string; version: number; text: string } | null;
  /** Null where the project has no qualification round. */
  qualification: {
    state: "open" | "passed" | "failed";
    /** Gold tasks judged, in hand, and asked for. */
    done: number;
    held: number;
    of: number;
  } | null;
}

/** Throws NOT_FOUND for an unknown project, as Prisma does. */
export async function getStanding({
  projectId,
  userId,
  database = db(),
}: {
  projectId: string;
  userId: string;
  database?: Database;
}): Promise<Standing> {
  const [project, exclusion, form, qualification] = await Promise.all([
    database.project.findUniqueOrThrow({ where: { id: projectId }, select: { settings: true } }),
    database.exclusion.findFirst({ where: { projectId, userId, endedAt: null }, select: { id: true } }),
    database.consentForm.findFirst({
      where: { projectId, endedAt: null, text: { not: "" }, acceptances: { none: { userId } } },
      select: { id: true, version: true, text: true },
    }),
    database.qualification.findUnique({ where: { projectId_userId: { projectId, userId } } }),
  ]);
  const of = projectSettings.parse(project.settings).quality.qualificationTasks;
  return {
    excluded: exclusion !== null,
    consent: form,
    qualification:
      of === 0 ? null : { ...(await progressOf(projectId, userId, database)), of, state: stateOf(qualification) },
  };
}

function stateOf(row: { passedAt: Date | null } | null): "open" | "passed" | "failed" {
  if (!row) return "open";
  return row.passedAt ? "passed" : "failed";
}

async function progressOf(projectId: string, userId: string, database: Database) {
  const gold = { userId, task: { projectId, purpose: "gold" } };
  const [done, held] = await Promise.all([
    database.assignment.count({ where: { ...gold, status: "submitted" } }),
    database.assignment.count({ where: { ...gold, status: "held" } }),
  ]);
  return { done, held };
}
