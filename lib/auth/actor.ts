import { AppError } from "../errors.ts";
import { type Credential, sessionIn } from "./credential.ts";
import { type Actor, identify } from "./identify.ts";

export type { Actor };

/** The person signed in, in a page, a layout or a server action; null for nobody. */
export async function currentActor(): Promise<Actor | null> {
  const credential = await currentSession();
  return credential && ((await identify({ credential }))?.actor ?? null);
}

/** The session of the page, layout or server action that runs, not looked up yet; null for nobody. */
export async function currentSession(): Promise<Extract<Credential, { kind: "session" }> | null> {
  const { cookies, headers } = await import("next/headers");
  const jar = Object.fromEntries((await cookies()).getAll().map(({ name, value }) => [name, value]));
  return await sessionIn(jar, Object.fromEntries(await headers()));
}

/** As currentActor; throws UNAUTHENTICATED for nobody. */
export async function requireActor(): Promise<Actor> {
  const actor = await currentActor();
  if (!actor) throw new AppError("UNAUTHENTICATED", "Sign in first.");
  return actor;
}
