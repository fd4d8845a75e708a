import { Prisma } from "../generated/prisma/client.ts";

/** Current annotations that are data: of no check, of no task that is left out, and of nobody whose work is. */
export function countingAnnotations(projectId: string) {
  return {
    projectId,
    supersededAt: null,
    task: { purpose: "work", leftOut: false },
    user: { exclusions: { none: { projectId, endedAt: null } } },
  } satisfies Prisma.AnnotationWhereInput;
}

/** The same for raw SQL, of an annotation `a` and its task `t`. */
export const isCounting = (projectId: string) => Prisma.sql`
  a."projectId" = ${projectId} AND a."supersededAt" IS NULL AND t.purpose = 'work' AND NOT t."leftOut" AND NOT EXISTS (
    SELECT FROM "Exclusion" e WHERE e."projectId" = ${projectId} AND e."userId" = a."userId" AND e."endedAt" IS NULL)`;
