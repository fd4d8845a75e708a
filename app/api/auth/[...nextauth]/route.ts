import NextAuth from "next-auth";
import { authOptions } from "../../../../lib/auth/options.ts";

type Context = { params: Promise<{ nextauth: string[] }> };

// Options are made per request: a build has no secret.
async function handler(request: Request, context: Context) {
  return await NextAuth(authOptions(request))(request, context);
}

export { handler as GET, handler as POST };
