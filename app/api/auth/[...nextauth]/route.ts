import NextAuth from "next-auth";
import { limitSignIns, signInRefusal } from "../../../../lib/auth/limit-sign-ins.ts";
import { authOptions } from "../../../../lib/auth/options.ts";
import { AppError } from "../../../../lib/errors.ts";

type Context = { params: Promise<{ nextauth: string[] }> };

// Options are made per request: a build has no secret.
async function answer(request: Request, context: Context): Promise<Response> {
  return await NextAuth(authOptions(request))(request, context);
}

async function POST(request: Request, context: Context): Promise<Response> {
  const { nextauth } = await context.params;
  if (nextauth.join("/") !== "callback/credentials") return await answer(request, context);
  try {
    const form = await request.clone().formData();
    return await limitSignIns({
      email: String(form.get("email") ?? ""),
      headers: request.headers,
      signIn: async () => {
        const response = await answer(request, context);
        return {
          worked: response.headers.getSetCookie().some((cookie) => /session-token[^=]*=[^;]/.test(cookie)),
          response,
        };
      },
    });
  } catch (error) {
    if (error instanceof AppError && error.code === "RATE_LIMITED") return signInRefusal(error);
    throw error;
  }
}

export { answer as GET, POST };
