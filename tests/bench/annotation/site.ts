import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

export interface Site {
  port: number;
  pid: number;
  stop: () => Promise<void>;
}

/** The built web app as `npm start` runs it, on a database of the bench. */
export async function startSite({
  port,
  databaseUrl,
  sessionSecret,
  profileFolder,
}: {
  port: number;
  databaseUrl: string;
  sessionSecret: string;
  /** Where a V8 profile of the web process goes when it ends; none without. */
  profileFolder?: string | undefined;
}): Promise<Site> {
  if (!existsSync(".next/BUILD_ID")) throw new Error("There is no build: run `npm run build` first.");
  const profile = profileFolder ? ["--cpu-prof", `--cpu-prof-dir=${profileFolder}`] : [];
  const child = spawn(
    process.execPath,
    [...profile, "node_modules/next/dist/bin/next", "start", "--port", String(port)],
    {
      env: {
        ...process.env,
        NODE_ENV: "production",
        DATABASE_URL: databaseUrl,
        NEXTAUTH_URL: `http://127.0.0.1:${port}`,
        NEXTAUTH_SECRET: sessionSecret,
      },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await untilHealthy(port, child);
  return {
    port,
    pid: child.pid!,
    stop: async () => {
      child.kill("SIGTERM");
      await Promise.race([ended, pause(10_000).then(() => child.kill("SIGKILL"))]);
    },
  };
}

async function untilHealthy(port: number, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/health`).catch(() => null);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error(`The site does not answer on port ${port}.`);
}
