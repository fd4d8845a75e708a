import { dictionary } from "@zxcvbn-ts/language-common";

let known: Set<string> | undefined;

/**
 * Whether a password is among the 49,000 that leaks contain most often (the list of zxcvbn), in any case, or is one of
 * them between digits and signs, such as `!Superman1987`.
 */
export function isKnownPassword(password: string): boolean {
  known ??= new Set(dictionary["passwords-common"] as string[]);
  const lower = password.toLowerCase();
  const bare = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  return known.has(lower) || (bare.length > 0 && known.has(bare));
}
