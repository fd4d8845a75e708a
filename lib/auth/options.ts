import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import GitHubProvider from "next-auth/providers/github";
import GoogleProvider from "next-auth/providers/google";
import { z } from "zod";
import { db } from "../db/client.ts";
import { env } from "../env.ts";
import { AppError } from "../errors.ts";
import { sessionDays } from "./list-sessions.ts";
import { openSession } from "./open-session.ts";
import { revokeSession } from "./revoke-session.ts";
import { verifyCredentials } from "./verify-credentials.ts";

declare module "next-auth" {
  interface User {
    sessionVersion: number;
  }
}
declare module "next-auth/jwt" {
  interface JWT {
    id: string;
    /** Must equal the user row's; raising that signs a person out everywhere. */
    sessionVersion: number;
    /** A row of "Session" that has not been revoked. */
    sessionId: string;
  }
}

const credentials = z.object({ email: z.string().min(3).max(320), password: z.string().min(1).max(200) });

/**
 * What next-auth needs to answer a request. The session holds only who it is; what they may do is read anew on each
 * request.
 */
export function authOptions(request: Request): NextAuthOptions {
  return {
    secret: env().NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: sessionDays * 24 * 60 * 60 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        name: "E-mail and password",
        credentials: { email: { label: "E-mail", type: "email" }, password: { label: "Password", type: "password" } },
        async authorize(given) {
          const parsed = credentials.safeParse(given);
          return parsed.success ? await verifyCredentials(parsed.data) : null;
        },
      }),
      ...otherProviders(),
    ],
    callbacks: {
      // Another provider only proves an e-mail address; the account must be there already, by invitation.
      async signIn({ user, account, profile }) {
        if (account?.type === "credentials") return true;
        const verified = (profile as { email_verified?: boolean } | undefined)?.email_verified !== false;
        return verified && (await accountOf(user.email)) !== null;
      },
      async jwt({ token, user, account }) {
        if (!user) return token;
        const row = account?.type === "credentials" ? user : await accountOf(user.email);
        if (!row) return token;
        const sessionId = await openSession({
          userId: row.id,
          provider: account?.provider ?? "credentials",
          userAgent: request.headers.get("user-agent") ?? "",
        });
        return { ...token, id: row.id, sessionVersion: row.sessionVersion, sessionId };
      },
    },
    events: {
      // Signing out ends the session itself, so that a copy of the cookie is worth nothing either.
      async signOut({ token }) {
        if (!token?.sessionId) return;
        await revokeSession({ sessionId: token.sessionId, userId: token.id }).catch((error) => {
          if (!(error instanceof AppError)) throw error; // ended already, on the account page
        });
      },
    },
  };
}

async function accountOf(email: string | null | undefined) {
  if (!email) return null;
  return await db().user.findUnique({
    where: { email: email.toLowerCase(), disabledAt: null },
    select: { id: true, sessionVersion: true },
  });
}

/** What an ID token says. Its signature was checked when it came. */
function claimsOf(idToken: string | undefined): Record<string, unknown> {
  return idToken ? JSON.parse(Buffer.from(idToken.split(".")[1]!, "base64url").toString()) : {};
}

/** The providers other than a password that this installation has been given the keys of. */
export function otherProviders(): NextAuthOptions["providers"] {
  const settings = env();
  const providers: NextAuthOptions["providers"] = [];
  if (settings.AUTH_OIDC_ISSUER && settings.AUTH_OIDC_CLIENT_ID && settings.AUTH_OIDC_CLIENT_SECRET) {
    providers.push({
      id: "oidc",
      name: "Single sign-on",
      type: "oauth",
      wellKnown: `${settings.AUTH_OIDC_ISSUER.replace(/\/$/, "")}/.well-known/openid-configuration`,
      clientId: settings.AUTH_OIDC_CLIENT_ID,
      clientSecret: settings.AUTH_OIDC_CLIENT_SECRET,
      authorization: { params: { scope: "openid email profile" } },
      idToken: true,
      // Some put the address into the token, others only here (OpenID Connect Core, section 5.4).
      userinfo: {
        async request({ client, tokens }) {
          const told = client.issuer.metadata.userinfo_endpoint ? await client.userinfo(tokens.access_token!) : {};
          return { ...claimsOf(tokens.id_token), ...told };
        },
      },
      checks: ["pkce", "state", "nonce"],
      profile: (profile: { sub: string; email?: string; name?: string }) => ({
        id: profile.sub,
        email: profile.email ?? null,
        name: profile.name ?? null,
        sessionVersion: 0,
      }),
    });
  }
  if (settings.AUTH_GOOGLE_CLIENT_ID && settings.AUTH_GOOGLE_CLIENT_SECRET) {
    providers.push(
      GoogleProvider({ clientId: settings.AUTH_GOOGLE_CLIENT_ID, clientSecret: settings.AUTH_GOOGLE_CLIENT_SECRET }),
    );
  }
  if (settings.AUTH_GITHUB_CLIENT_ID && settings.AUTH_GITHUB_CLIENT_SECRET) {
    providers.push(
      GitHubProvider({ clientId: settings.AUTH_GITHUB_CLIENT_ID, clientSecret: settings.AUTH_GITHUB_CLIENT_SECRET }),
    );
  }
  return providers;
}
