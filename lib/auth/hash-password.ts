import { hash, verify } from "@node-rs/argon2";
import { z } from "zod";
import { isKnownPassword } from "./known-passwords.ts";

/** A new password: 10 to 200 characters, and none that every attacker tries first. */
export const newPassword = z
  .string()
  .min(10, "A password has at least 10 characters.")
  .max(200, "A password has at most 200 characters.")
  .refine((password) => !isKnownPassword(password), "This password is known from leaks. Choose another.");

/** Argon2id with the package's parameters (19 MiB, 2 passes, 1 lane), which are OWASP's. */
export async function hashPassword(password: string): Promise<string> {
  return await hash(password);
}

let decoy: Promise<string> | undefined;

/**
 * Whether a password matches. Without a hash (unknown e-mail, a person who signs in elsewhere) it takes as long as a
 * wrong password, so that timing tells nothing.
 */
export async function verifyPassword(password: string, passwordHash: string | null): Promise<boolean> {
  decoy ??= hash("nobody has this password");
  const matches = await verify(passwordHash ?? (await decoy), password);
  return matches && passwordHash !== null;
}
