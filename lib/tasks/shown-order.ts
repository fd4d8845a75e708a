import { Prisma } from "../generated/prisma/client.ts";

/**
 * The completions of task `taskId` in the order that a person sees in their assignment `number`. A Latin square: in each
 * block of k consecutive assignments with k completions, every place of the task's list, and so every source of an
 * import, comes once to each position shown. Which row comes when, and how the places are labelled, is drawn anew for
 * each block from what the person cannot know, so that nobody can tell sources apart by where they stand.
 */
export function shownOrder({
  taskId,
  userId,
  number,
}: {
  taskId: Prisma.Sql;
  userId: string;
  number: Prisma.Sql;
}): Prisma.Sql {
  const draw = (what: Prisma.Sql) => Prisma.sql`md5(concat_ws(' ', secret, k, ${number} / k, ${what}))`;
  return Prisma.sql`ARRAY(
    SELECT "completionId" FROM (
      SELECT "completionId", k, row_number() OVER (ORDER BY ${draw(Prisma.sql`'label', place`)}) AS label,
        (SELECT count(*) FROM generate_series(0, k - 1) AS turn
         WHERE ${draw(Prisma.sql`'turn', turn`)} < ${draw(Prisma.sql`'turn', ${number} % k`)}) AS turn
      FROM (
        SELECT "completionId", row_number() OVER (ORDER BY position, "completionId") AS place, count(*) OVER () AS k,
          (SELECT pseudonym FROM "User" WHERE id = ${userId}) AS secret
        FROM "TaskCompletion" WHERE "taskId" = ${taskId}
      ) AS listed
    ) AS labelled
    ORDER BY (label + turn) % k)`;
}
