/**
 * The closed set of ways in which a request can fail. Each maps to one HTTP status, here and nowhere else.
 */
export const httpStatusByCode = {
  /** The input does not have the stated shape; `details` names each fault. */
  INVALID_INPUT: 400,
  /** No valid session or token. */
  UNAUTHENTICATED: 401,
  /** Known, but without the role this needs. */
  FORBIDDEN: 403,
  /** Not there, or not for the caller to know. */
  NOT_FOUND: 404,
  /** The address is there, but not for this method. */
  METHOD_NOT_ALLOWED: 405,
  /** The state of the thing does not allow it (a cancelled task, a finished round, a name taken). */
  CONFLICT: 409,
  /** A link or lease that once was valid. */
  EXPIRED: 410,
  /** The body is above the limit. */
  TOO_LARGE: 413,
  /** Well-formed, but it contradicts what is stored (a ranking that misses a completion). */
  UNPROCESSABLE: 422,
  /** Too many tries; `details.retryAfterSeconds` says when. */
  RATE_LIMITED: 429,
  /** This installation cannot do it now (no native tensors, a full disk); the message says what to change. */
  UNAVAILABLE: 503,
  /** Our fault. The client sees a generic text, the log the rest. */
  INTERNAL: 500,
} as const;

export type AppErrorCode = keyof typeof httpStatusByCode;

/** The one error that use cases throw on purpose. `message` is shown to people. */
export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly details: unknown;

  constructor(code: AppErrorCode, message: string, details?: unknown) {
    super(message);
    this.name = "AppError";
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return httpStatusByCode[this.code];
  }
}
