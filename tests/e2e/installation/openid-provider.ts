import { createServer } from "node:http";
import Provider from "oidc-provider";

/**
 * A real OpenID Connect provider where the site expects one. It signs in whoever writes an e-mail address as their login,
 * under any password, and says that the address is theirs unless it begins with "unverified". Call what comes back to
 * stop it.
 */
export async function startOpenIdProvider(): Promise<() => Promise<void>> {
  const issuer = process.env.AUTH_OIDC_ISSUER!;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: process.env.AUTH_OIDC_CLIENT_ID!,
        client_secret: process.env.AUTH_OIDC_CLIENT_SECRET!,
        redirect_uris: [`${process.env.NEXTAUTH_URL}/api/auth/callback/oidc`],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    cookies: { keys: ["only for this test"] },
    findAccount: (_context, login) => ({
      accountId: login,
      claims: () => ({ sub: login, email: login, email_verified: !login.startsWith("unverified"), name: "Ada" }),
    }),
  });
  const server = createServer(provider.callback());
  await new Promise<void>((resolve) => server.listen(Number(new URL(issuer).port), resolve));
  return () =>
    new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
}
