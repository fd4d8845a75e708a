import { inReadersLanguage } from "../../../../../_i18n/in-readers-language.ts";

/** What a request to the server came to. `unreachable`: no answer, so nobody knows; sending it again is safe. */
export type Answer<Value> =
  | { outcome: "ok"; value: Value }
  | {
      outcome: "refused";
      status: number;
      message: string /** A word for programs, where the server gives one. */;
      reason: string | null;
    }
  | { outcome: "unreachable" };

const longestMilliseconds = 15_000;

/** Sends JSON and reads JSON; null for an answer without content. A refusal comes back as a value. */
export async function post<Value>(
  path: string,
  body: unknown,
  { keepalive = false }: { /** Goes on when the page closes. */ keepalive?: boolean } = {},
): Promise<Answer<Value | null>> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      keepalive,
      signal: AbortSignal.timeout(longestMilliseconds),
    });
    if (response.status === 204) return { outcome: "ok", value: null };
    const answer = await response.json();
    if (response.ok) return { outcome: "ok", value: answer as Value };
    const { message = "", details } = answer?.error ?? {};
    return {
      outcome: "refused",
      status: response.status,
      message: await inReadersLanguage(String(message)),
      reason: details?.reason ?? null,
    };
  } catch {
    return { outcome: "unreachable" };
  }
}
