import type { IncomingHttpHeaders } from "node:http";
import { getToken } from "next-auth/jwt";
import { type Database, db } from "../db/client.ts";
import { env } from "../env.ts";
import { AppError } from "../errors.ts";
import type { Role } from "../generated/prisma/enums.ts";
import { hashSecretToken } from "./secret-token.ts";

/** Who acts. Read from the database on each request, so that a demotion or a lock bites at once. */
export interface Actor {
  id: string;
  email: string;
  name: string;
  /** A role held for every project; `admin` is the installation admin. */
  installationRole: Role | null;
}

const actorFields = { id: true, email: true, name: true, installationRole: true } as const;

/** The person signed in, in a page, a layout or a server action; null for nobody. */
export async function currentActor(): Promise<Actor | null> {
  const { cookies, headers } = await import("next/headers");
  const jar = Object.fromEntries((await cookies()).getAll().map(({ name, value }) => [name, value]));
  return await actorFromCookies(jar, Object.fromEntries(await headers()));
}

/** As currentActor; throws UNAUTHENTICATED for nobody. */
export async function requireActor(): Promise<Actor> {
  const actor = await currentActor();
  if (!actor) throw new AppError("UNAUTHENTICATED", "Sign in first.");
  return actor;
}

/** The person behind a request's session cookie, or null. */
export async function actorFromSession(request: Request): Promise<Actor | null> {
  return await actorFromCookies(parseCookies(request.headers.get("cookie")), Object.fromEntries(request.headers));
}

/** The person behind `Authorization: Bearer att_…`; null without that header. Throws UNAUTHENTICATED for a bad one. */
export async function actorFromToken(
  request: Request,
  { database = db() }: { database?: Database } = {},
): Promise<Actor | null> {
  const header = request.headers.get("authorization");
  if (header === null) return null;
  const token = /^Bearer ([\w-]{20,200})$/i.exec(header.trim())?.[1];
  const found = token ? await ownerOfToken(hashSecretToken(token), database) : undefined;
  if (!found) throw new AppError("UNAUTHENTICATED", "The API token is unknown or was revoked.");
  const { tokenId, lastUsedAt, ...actor } = found;
  await noteUse(tokenId, lastUsedAt, database);
  return actor;
}

async function ownerOfToken(tokenHash: string, database: Database) {
  const rows = await database.$queryRaw<(Actor & { tokenId: string; lastUsedAt: Date | null })[]>`/* prepared */
    SELECT u.id, u.email, u.name, u."installationRole"::text AS "installationRole", t.id AS "tokenId", t."lastUsedAt"
    FROM "ApiToken" t JOIN "User" u ON u.id = t."userId"
    WHERE t."tokenHash" = ${tokenHash} AND t."revokedAt" IS NULL AND u."disabledAt" IS NULL`;
  return rows[0];
}

/** To the minute is enough for people, and spares a write per request. */
async function noteUse(tokenId: string, lastUsedAt: Date | null, database: Database): Promise<void> {
  const now = new Date();
  if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < 60_000) return;
  await database.apiToken.update({ where: { id: tokenId }, data: { lastUsedAt: now } });
}

async function actorFromCookies(cookies: Record<string, string>, headers: IncomingHttpHeaders): Promise<Actor | null> {
  const secret = env().NEXTAUTH_SECRET;
  // An Authorization header is an API token's, which next-auth would try to read as a session.
  const { authorization: _authorization, ...rest } = headers;
  const token = await getToken({ req: { cookies, headers: rest } as never, ...(secret ? { secret } : {}) });
  if (!token?.id || token.sessionVersion === undefined) return null;
  return await db().user.findUnique({
    where: { id: token.id, sessionVersion: token.sessionVersion, disabledAt: null },
    select: actorFields,
  });
}

function parseCookies(header: string | null): Record<string, string> {
  const pairs = (header ?? "").split(";").flatMap((part) => {
    const at = part.indexOf("=");
    return at < 0 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).trim()] as const];
  });
  return Object.fromEntries(pairs);
}
