import { db } from "../../lib/db/client.ts";
import { applyMigrations } from "../migrations/deploy.mjs";
import { databaseName, startEmbedded } from "../start/database.mjs";
import { currentRun, readInstallation } from "../start/installation.mjs";
import { dataFolder } from "../start/places.mjs";

/**
 * Runs `work` with `db()` on the installation's database: DATABASE_URL, else that of the running or last `npm start`.
 * An embedded Postgres that is not running is started for the time of the command.
 * @throws Error where there is no installation yet
 */
export async function withInstallation<Result>(work: () => Promise<Result>): Promise<Result> {
  const { url, close } = await openInstallationDatabase();
  process.env.DATABASE_URL = url;
  process.env.ATTUNE_DATA_DIR = dataFolder;
  const site = currentRun()?.url;
  if (site) process.env.NEXTAUTH_URL ??= site;
  try {
    return await work();
  } finally {
    await db().$disconnect();
    await close();
  }
}

async function openInstallationDatabase(): Promise<{ url: string; close: () => Promise<void> }> {
  const installation = readInstallation();
  const known = process.env.DATABASE_URL || currentRun()?.databaseUrl || installation?.databaseUrl;
  if (known) return { url: known, close: async () => {} };
  if (!installation) throw new Error(`There is no installation in ${dataFolder} yet: run \`npm start\` once.`);
  const server = await startEmbedded(installation);
  const url = server.url(databaseName);
  await applyMigrations(url);
  // One that was running already belongs to somebody else.
  return { url, close: server.adopted ? async () => {} : server.stop };
}

/** The id of the person with this e-mail address. */
export async function findPerson(email: string): Promise<string> {
  const found = await db().user.findUnique({ where: { email: email.trim().toLowerCase() }, select: { id: true } });
  if (!found) throw new Error(`There is nobody with the e-mail address ${email}.`);
  return found.id;
}

/** The project that `given` names by id or name, or the only one where none is given. */
export async function findProject(given?: string): Promise<{ id: string; name: string }> {
  const select = { id: true, name: true };
  if (given) {
    const [found, another] = await db().project.findMany({ where: { OR: [{ id: given }, { name: given }] }, select });
    if (!found) throw new Error(`There is no project ${given}.`);
    if (another) throw new Error(`There is more than one project named ${given}: give its id.`);
    return found;
  }
  const all = await db().project.findMany({ where: { archivedAt: null }, select, take: 50 });
  if (all.length !== 1) {
    const names = all.map(({ id, name }) => `\n  ${id}  ${name}`).join("");
    throw new Error(`Which project? Say so with --project.${names}`);
  }
  return all[0]!;
}
