import { Prisma } from "../generated/prisma/client.ts";

// Conditions of a claim: tables that are empty in most projects, looked up by their keys once a statement.

/** The person may be given tasks at all: their work is not left out, and they agreed to the form that counts now. */
export const isCleared = (projectId: string, userId: string) => Prisma.sql`
  NOT EXISTS (SELECT FROM "Exclusion" e
    WHERE e."projectId" = ${projectId} AND e."userId" = ${userId} AND e."endedAt" IS NULL)
  AND NOT EXISTS (SELECT FROM "ConsentForm" form
    WHERE form."projectId" = ${projectId} AND form."endedAt" IS NULL AND form.text <> '' AND NOT EXISTS (
      SELECT FROM "ConsentAcceptance" accepted WHERE accepted."formId" = form.id AND accepted."userId" = ${userId}))`;

/** The person may be given work, not only checks: they passed the qualification round, or there is none. */
export const isQualified = (projectId: string, userId: string) => Prisma.sql`
  (SELECT CASE WHEN coalesce((settings #>> '{quality,qualificationTasks}')::int, 0) = 0 THEN true
     ELSE EXISTS (SELECT FROM "Qualification" q
       WHERE q."projectId" = ${projectId} AND q."userId" = ${userId} AND q."passedAt" IS NOT NULL) END
   FROM "Project" WHERE id = ${projectId})`;
