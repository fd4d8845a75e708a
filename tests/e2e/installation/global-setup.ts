import { buildSite } from "../../../bin/start/site.mjs";
import { createUser } from "../../../lib/auth/create-user.ts";
import { password, people } from "./people.ts";
import { startInstallation } from "./start-installation.ts";

/** Before the first test: the web app is built unless it is, an installation of its own starts, people get accounts. */
export default async function setUp() {
  await buildSite({ progress: () => {} });
  const { url, stop } = await startInstallation();
  process.env.ATTUNE_E2E_URL = url;
  for (const [person, { email, name }] of Object.entries(people)) {
    const role = person === "installationAdmin" ? "admin" : null;
    await createUser({ email, name, password, role, actorId: null });
  }
  return stop;
}
