/** `npx tsx prisma/seed.ts`: adds the demo project to the database of DATABASE_URL, once. */
import { db } from "../lib/db/client.ts";
import { createDemoProject } from "../lib/projects/create-demo-project.ts";

const owner = await db().user.findFirst({
  where: { installationRole: "admin", disabledAt: null },
  orderBy: { id: "asc" },
});
const { projectId, created } = await createDemoProject({ ownerId: owner?.id ?? null });
await db().$disconnect();
console.log(created ? `Demo project ${projectId} added.` : `Demo project ${projectId} is there already.`);
