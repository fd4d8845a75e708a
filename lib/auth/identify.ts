import { type Database, db } from "../db/client.ts";
import { prepared } from "../db/prepared.ts";
import { Prisma } from "../generated/prisma/client.ts";
import type { Role } from "../generated/prisma/enums.ts";
import type { Credential } from "./credential.ts";

/** Who acts. Read from the database on each request, so that a demotion or a lock bites at once. */
export interface Actor {
  id: string;
  email: string;
  name: string;
  /** A role held for every project; `admin` is the installation admin. */
  installationRole: Role | null;
}

/** What a request is about: a project, or a task, whose project counts. */
export type Place = { of: "project" | "task"; id: string };

export interface Identified {
  actor: Actor;
  /** The project of the place; null where there is none, or none such. */
  projectId: string | null;
  /** The actor's role in that project by membership. */
  membership: Role | null;
}

/**
 * The person behind a credential and, in the same round trip, what they are in the place that they ask about. Null for a
 * credential that is unknown, revoked or outdated, or a person who is locked out.
 */
export async function identify({
  credential,
  place = null,
  database = db(),
}: {
  credential: Credential;
  place?: Place | null;
  database?: Database;
}): Promise<Identified | null> {
  const statement = Prisma.sql`
    WITH person AS (${personOf(credential)}), place AS (${projectOf(place)})
    SELECT person.*, place.id AS "projectId", member.role::text AS membership
    FROM person LEFT JOIN place ON true
      LEFT JOIN "Membership" member ON member."projectId" = place.id AND member."userId" = person.id`;
  const [row] = await prepared<Row>(statement, database);
  if (!row) return null;
  const { projectId, membership, credentialId, lastUsedAt, ...actor } = row;
  await noteUse(credential, credentialId, lastUsedAt, database);
  return { actor, projectId, membership };
}

interface Row extends Actor {
  projectId: string | null;
  membership: Role | null;
  credentialId: string;
  lastUsedAt: Date | null;
}

function personOf(credential: Credential) {
  const fields = Prisma.sql`u.id, u.email, u.name, u."installationRole"::text AS "installationRole"`;
  if (credential.kind === "token") {
    return Prisma.sql`SELECT ${fields}, t.id AS "credentialId", t."lastUsedAt"
      FROM "ApiToken" t JOIN "User" u ON u.id = t."userId"
      WHERE t."tokenHash" = ${credential.tokenHash} AND t."revokedAt" IS NULL AND u."disabledAt" IS NULL`;
  }
  return Prisma.sql`SELECT ${fields}, s.id AS "credentialId", s."lastSeenAt" AS "lastUsedAt"
    FROM "Session" s JOIN "User" u ON u.id = s."userId"
    WHERE s.id = ${credential.sessionId} AND s."revokedAt" IS NULL AND u.id = ${credential.userId} AND u."sessionVersion" = ${credential.sessionVersion} AND u."disabledAt" IS NULL`;
}

function projectOf(place: Place | null) {
  if (!place) return Prisma.sql`SELECT NULL AS id WHERE false`;
  return place.of === "project"
    ? Prisma.sql`SELECT id FROM "Project" WHERE id = ${place.id}`
    : Prisma.sql`SELECT "projectId" AS id FROM "Task" WHERE id = ${place.id}`;
}

/** To the minute is enough for people, and spares a write per request. */
async function noteUse({ kind }: Credential, id: string, lastUsedAt: Date | null, database: Database): Promise<void> {
  const now = new Date();
  if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < 60_000) return;
  if (kind === "token") await database.apiToken.update({ where: { id }, data: { lastUsedAt: now } });
  else await database.session.update({ where: { id }, data: { lastSeenAt: now } });
}
