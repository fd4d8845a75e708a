import { createHash, randomBytes } from "node:crypto";

/** A secret of 256 bits for a link or an API token, and what is stored of it. */
export function newSecretToken(prefix = ""): { token: string; tokenHash: string } {
  const token = `${prefix}${randomBytes(32).toString("base64url")}`;
  return { token, tokenHash: hashSecretToken(token) };
}

/** SHA-256, enough for a secret that nobody chose. */
export function hashSecretToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
