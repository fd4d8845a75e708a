import path from "node:path";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { applyMigrations } from "../migrations/deploy.mjs";
import { runCommand } from "./commands.mjs";
import { saveInstallation } from "./installation.mjs";
import { dataFolder, logFolder } from "./places.mjs";
import { ensureDatabase, startPostgres, withClient } from "./postgres.mjs";

export const databaseName = "attune";

/**
 * The database of DATABASE_URL, or the embedded one, which is kept running until `stop`.
 * @param {import("./installation.mjs").Installation} installation
 * @param {(text: string) => void} complain
 */
export async function openDatabase(installation, complain) {
  const given = process.env.DATABASE_URL;
  installation.databaseUrl = given || null;
  saveInstallation(installation);
  if (given) {
    await withClient(given, () => {}).catch((error) => {
      throw new Error(
        `DATABASE_URL does not lead to a database: ${error.message}. Unset it for the embedded Postgres.`,
      );
    });
    return { url: given, text: "yours, by DATABASE_URL", stop: async () => {} };
  }
  const embedded = await startEmbedded(installation);
  let stopping = false;
  let current = embedded;
  const keep = async (server) => {
    current = server;
    await server.exited;
    for (let pause = 500; !stopping; pause = Math.min(2 * pause, 30_000)) {
      complain(`Postgres ended; starting it again (${path.join(logFolder, "postgres.log")})`);
      try {
        return keep(await startEmbedded(installation));
      } catch (error) {
        complain(error.message);
        await wait(pause, undefined, { ref: false });
      }
    }
  };
  keep(embedded);
  return {
    url: embedded.url(databaseName),
    text: describeServer(embedded),
    async stop() {
      stopping = true;
      await current.stop();
    },
  };
}

function describeServer({ port, adopted, folder }) {
  const words = [`embedded, port ${port}`];
  if (adopted) words.push("left running by an earlier start");
  if (!folder.startsWith(dataFolder)) words.push(`data in ${folder}, as the postgres user cannot enter this checkout`);
  return words.join(", ");
}

/**
 * The embedded Postgres of this installation with the database in it.
 * @param {import("./installation.mjs").Installation} installation
 */
export async function startEmbedded(installation) {
  const server = await startPostgres({
    folder: path.join(dataFolder, "postgres"),
    port: installation.postgresPort,
    password: installation.postgresPassword,
    logFile: path.join(logFolder, "postgres.log"),
  });
  installation.postgresPort = server.port;
  saveInstallation(installation);
  await ensureDatabase(server.url("postgres"), databaseName);
  return server;
}

/**
 * Migrations, and on an empty database the first admin and the demo project.
 * @returns {Promise<{ text: string, firstAdmin?: { email: string, password: string } }>}
 */
export async function prepareDatabase(url, step) {
  step.progress("migrations");
  const applied = await applyMigrations(url);
  const text = applied.length ? `migrations applied: ${applied.length}` : "up to date";
  const isComplete = await withClient(url, async (client) => {
    const { rows } = await client.query(`
      SELECT EXISTS (SELECT FROM "User") AND EXISTS (SELECT FROM "Project") AS "isComplete"`);
    return rows[0].isComplete;
  });
  if (isComplete) return { text };
  step.progress("first admin and demo project");
  const output = await runCommand(process.execPath, ["--import", "tsx", "bin/start/first-run.ts"], {
    environment: { DATABASE_URL: url, ATTUNE_DATA_DIR: dataFolder },
  });
  const { firstAdmin } = JSON.parse(output.trim().split("\n").pop());
  return { text: `${text}; ${firstAdmin ? "first admin and demo project" : "demo project"} made`, firstAdmin };
}
