import { env } from "./env.ts";

/** The absolute address of a path of this installation, for links that people hand on. */
export function siteUrl(path: string): string {
  const { NEXTAUTH_URL, PORT } = env();
  return new URL(path, NEXTAUTH_URL ?? `http://localhost:${PORT}`).href;
}
