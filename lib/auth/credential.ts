import type { IncomingHttpHeaders } from "node:http";
import { getToken } from "next-auth/jwt";
import { env } from "../env.ts";
import { AppError } from "../errors.ts";
import { hashSecretToken } from "./secret-token.ts";

/** What a caller shows to say who they are. */
export type Credential =
  | { kind: "token"; tokenHash: string }
  | { kind: "session"; sessionId: string; userId: string; sessionVersion: number };

/** The API token of `Authorization: Bearer att_…`; null without that header. Throws UNAUTHENTICATED for another shape. */
export function tokenCredential(request: Request): Credential | null {
  const header = request.headers.get("authorization");
  if (header === null) return null;
  const token = /^Bearer ([\w-]{20,200})$/i.exec(header.trim())?.[1];
  if (!token) throw unknownToken();
  return { kind: "token", tokenHash: hashSecretToken(token) };
}

export function unknownToken(): AppError {
  return new AppError("UNAUTHENTICATED", "The API token is unknown or was revoked.");
}

/** The session that a request's cookie holds, or null. */
export async function sessionCredential(request: Request): Promise<Credential | null> {
  return await sessionIn(parseCookies(request.headers.get("cookie")), Object.fromEntries(request.headers));
}

/** The session that cookies hold, or null. The signature is checked, the person is not. */
export async function sessionIn(
  cookies: Record<string, string>,
  headers: IncomingHttpHeaders,
): Promise<Extract<Credential, { kind: "session" }> | null> {
  const secret = env().NEXTAUTH_SECRET;
  // An Authorization header is an API token's, which next-auth would try to read as a session.
  const { authorization: _authorization, ...rest } = headers;
  const token = await getToken({ req: { cookies, headers: rest } as never, ...(secret ? { secret } : {}) });
  if (!token?.id || !token.sessionId || token.sessionVersion === undefined) return null;
  return { kind: "session", sessionId: token.sessionId, userId: token.id, sessionVersion: token.sessionVersion };
}

function parseCookies(header: string | null): Record<string, string> {
  const pairs = (header ?? "").split(";").flatMap((part) => {
    const at = part.indexOf("=");
    return at < 0 ? [] : [[part.slice(0, at).trim(), part.slice(at + 1).trim()] as const];
  });
  return Object.fromEntries(pairs);
}
