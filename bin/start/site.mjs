import { existsSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { runCommand } from "./commands.mjs";
import { saveInstallation } from "./installation.mjs";
import { readStamp } from "./packages.mjs";
import { contentHash, dataFolder, logFolder, root } from "./places.mjs";
import { freePort, isFree } from "./processes.mjs";

const next = "node_modules/next/dist/bin/next";
const builtStamp = path.join(root, ".next/attune-built");
const sources = ["app", "lib", "public", "prisma/schema.prisma", "proxy.ts", "next.config.ts", "postcss.config.mjs"];
const settings = ["tsconfig.json", "package.json", "package-lock.json"];

/** Builds the web app unless what it is made of is unchanged since the last build. */
export async function buildSite(step) {
  const hash = () => contentHash([...sources, ...settings], (name) => name === path.join("lib", "generated"));
  if (existsSync(path.join(root, ".next/BUILD_ID")) && readStamp(builtStamp) === hash())
    return "unchanged since its build";
  rmSync(builtStamp, { force: true });
  await runCommand(process.execPath, [next, "build"], {
    environment: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", PORT: undefined },
    onLine: (line) => line.trim() && step.progress(line.trim()),
    tailLines: 30,
  });
  // Taken after the build, which may add its own folders to tsconfig.json.
  writeFileSync(builtStamp, hash());
  return "built";
}

/**
 * The port of the site, PORT where it is set, else last time's, else the first free one from 3000; and its URL. Next
 * listens on all addresses, so the port must be free on all.
 * @param {import("./installation.mjs").Installation} installation
 * @throws Error where PORT is no port or taken
 */
export async function chooseAddress(installation) {
  const port = await choosePort(process.env.PORT, installation.port ?? 3000);
  installation.samplerPort = await freePort(installation.samplerPort);
  if (!process.env.PORT) installation.port = port;
  saveInstallation(installation);
  return { port, url: process.env.NEXTAUTH_URL || `http://localhost:${port}` };
}

async function choosePort(asked, preferred) {
  if (!asked) return await freePort(preferred, "::");
  const port = Number(asked);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`PORT=${asked} is not a port (1 to 65535).`);
  if (await isFree(port, "::")) return port;
  throw new Error(`Port ${port} is taken by another program. Choose another, as in: PORT=${port + 1} npm start`);
}

/** What web, trainer and sampler are told; lib/env.ts reads it. */
export function childEnvironment(installation, { port, url }, databaseUrl) {
  return {
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATABASE_URL: databaseUrl,
    ATTUNE_DATA_DIR: dataFolder,
    PORT: String(port),
    NEXTAUTH_URL: url,
    NEXTAUTH_SECRET: process.env.NEXTAUTH_SECRET || installation.sessionSecret,
    ATTUNE_SAMPLER_PORT: String(installation.samplerPort),
    ATTUNE_SAMPLER_SECRET: installation.samplerSecret,
  };
}

/** Starts the site and waits until it answers. */
export async function launchSite(children, { port }, environment, signal) {
  children.launch("web", [next, "start", "--port", String(port)], { environment });
  const deadline = Date.now() + 60_000;
  while (!(await answers(port))) {
    if (Date.now() > deadline)
      throw new Error(`It does not answer on port ${port}; see ${path.join(logFolder, "web.log")}`);
    await wait(50, undefined, { signal });
  }
}

async function answers(port) {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/health`, { signal: AbortSignal.timeout(10_000) });
    return response.ok;
  } catch {
    return false;
  }
}
