import { AppError } from "../errors.ts";

/** A failure as the API tells it: `{error: {code, message, details}}`. What nobody threw on purpose stays in the log. */
export function errorResponse(error: unknown): Response {
  const known = error instanceof AppError ? error : hide(error);
  const { code, message, details = null, status } = known;
  return Response.json({ error: { code, message, details } }, { status, headers: headersFor(known) });
}

function hide(error: unknown): AppError {
  console.error(error);
  return new AppError("INTERNAL", "Something went wrong on our side. The server's log says what.");
}

function headersFor({ code, details }: AppError): Record<string, string> {
  if (code === "UNAUTHENTICATED") return { "www-authenticate": 'Bearer realm="Attune"' };
  if (code === "METHOD_NOT_ALLOWED") return { allow: (details as { allowed: string[] }).allowed.join(", ") };
  if (code === "RATE_LIMITED") {
    return { "retry-after": String((details as { retryAfterSeconds: number }).retryAfterSeconds) };
  }
  return {};
}
