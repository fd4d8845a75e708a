import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { env } from "../env.ts";
import { AppError } from "../errors.ts";

/** How often something may happen within a minute for one person, account or address, in one web process. */
const perMinute = {
  /** Sign-ins that failed, whomever they were for. */
  signInFromAddress: () => 30,
  /** Sign-ins that failed, wherever they came from. After ten in a row the account is locked besides. */
  signInToAccount: () => 15,
  /** Requests with a token or session that nobody has. */
  refusedFromAddress: () => 120,
  /** All requests of one person. */
  request: () => env().ATTUNE_REQUESTS_PER_MINUTE,
  /** Tasks asked for by one person. */
  claim: () => env().ATTUNE_REQUESTS_PER_MINUTE,
} as const;

export type Limit = keyof typeof perMinute;

const shared = globalThis as unknown as { attuneRateLimiters?: Map<Limit, RateLimiterMemory> };

function limiterOf(limit: Limit): RateLimiterMemory {
  shared.attuneRateLimiters ??= new Map();
  const known = shared.attuneRateLimiters.get(limit);
  if (known) return known;
  const made = new RateLimiterMemory({ points: perMinute[limit](), duration: 60 });
  shared.attuneRateLimiters.set(limit, made);
  return made;
}

/** Counts one more. Throws RATE_LIMITED, with `details.retryAfterSeconds`, where that is more than a minute allows. */
export async function count(limit: Limit, key: string): Promise<void> {
  try {
    await limiterOf(limit).consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
    throw new AppError("RATE_LIMITED", `Too many tries. Try again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
  }
}

/** Takes one count back: it was none of those that the limit is for. */
export async function uncount(limit: Limit, key: string): Promise<void> {
  await limiterOf(limit).reward(key);
}

/**
 * Where a request came from, as the proxy before us or Next wrote it down. Without a proxy a caller can write anything
 * here, so nothing but a limit may hang on it.
 */
export function addressOf(headers: Headers): string {
  return headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() || "unknown";
}
