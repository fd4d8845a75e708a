import type { Database } from "../db/client.ts";
import { utcNow } from "../db/utc-now.ts";
import { releaseTasks } from "../tasks/release-task.ts";

/**
 * Makes the memberships that come from groups agree with the groups: of several groups the strongest role counts, and a
 * role given to the person themself goes before all. Who is no member any more gives back the tasks they hold. Part of
 * the caller's transaction.
 */
export async function applyGroupRoles({ database }: { database: Database }): Promise<void> {
  // Two changes at once would each see only their own half.
  await database.$queryRaw`SELECT 1 FROM (SELECT pg_advisory_xact_lock(hashtext('group roles'))) AS lock`;
  const ended = await database.$queryRaw<{ userId: string; projectId: string }[]>`
    DELETE FROM "Membership" m WHERE m."viaGroup" AND NOT EXISTS (
      SELECT FROM "GroupRole" given JOIN "GroupMember" member ON member."groupId" = given."groupId"
      WHERE given."projectId" = m."projectId" AND member."userId" = m."userId")
    RETURNING m."userId", m."projectId"`;
  // The enum lists the strongest role first.
  await database.$executeRaw`
    INSERT INTO "Membership" ("userId", "projectId", role, "viaGroup", skills, "createdAt")
    SELECT member."userId", given."projectId", min(given.role), true, '{}', ${utcNow}
    FROM "GroupRole" given JOIN "GroupMember" member ON member."groupId" = given."groupId"
    GROUP BY member."userId", given."projectId"
    ON CONFLICT ("userId", "projectId") DO UPDATE SET role = excluded.role WHERE "Membership"."viaGroup"`;
  for (const { userId, projectId } of ended) await releaseTasks({ userId, projectId, database });
}
