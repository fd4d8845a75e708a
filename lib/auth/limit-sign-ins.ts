import type { AppError } from "../errors.ts";
import { addressOf, count, type Limit, uncount } from "../http/rate-limit.ts";

/**
 * Runs a sign-in with a password unless too many failed lately for the account or from the address: then the answer is
 * 429. Only failures count.
 */
export async function limitSignIns({
  email,
  headers,
  signIn,
}: {
  email: string;
  headers: Headers;
  /** Tells whether it worked. */
  signIn: () => Promise<{ worked: boolean; response: Response }>;
}): Promise<Response> {
  const counted: [Limit, string][] = [
    ["signInFromAddress", addressOf(headers)],
    ["signInToAccount", email.trim().toLowerCase().slice(0, 320)],
  ];
  for (const [limit, key] of counted) await count(limit, key);
  const { worked, response } = await signIn();
  if (worked) for (const [limit, key] of counted) await uncount(limit, key);
  return response;
}

/** What next-auth's own client understands, beside what the API says: `url` carries the reason to the sign-in form. */
export function signInRefusal(error: AppError): Response {
  const { code, message, details, status } = error;
  const seconds = (details as { retryAfterSeconds: number }).retryAfterSeconds;
  return Response.json(
    { error: { code, message, details }, url: `http://localhost/sign-in?error=${code}` },
    { status, headers: { "retry-after": String(seconds) } },
  );
}
