/**
 * On an empty database: the first admin, with a random password, and the demo project. Prints {"firstAdmin": …} as its
 * last line; the password is nowhere else. Run again after it was cut off, it makes what is missing.
 */
import { randomBytes } from "node:crypto";
import { createUser } from "../../lib/auth/create-user.ts";
import { db } from "../../lib/db/client.ts";
import { createDemoProject } from "../../lib/projects/create-demo-project.ts";

let firstAdmin: { email: string; password: string } | undefined;
if ((await db().user.count()) === 0) {
  const password = randomBytes(12).toString("base64url");
  const email = process.env.ATTUNE_ADMIN_EMAIL || "admin@attune.local";
  const { id } = await createUser({ email, name: "Admin", password, role: "admin", actorId: null });
  firstAdmin = { email, password };
  await createDemoProject({ ownerId: id });
} else if ((await db().project.count()) === 0) {
  await createDemoProject({ ownerId: null });
}
await db().$disconnect();
process.stdout.write(`${JSON.stringify({ firstAdmin })}\n`);
