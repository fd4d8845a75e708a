import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import path from "node:path";

export interface StartedProcess {
  name: string;
  child: ChildProcess;
  logFile: string;
}

/** Starts `node …args` with its output in a log file. */
export function startNode(name: string, args: string[], environment: NodeJS.ProcessEnv, logFolder: string) {
  const logFile = path.join(logFolder, `${name}.log`);
  const log = openSync(logFile, "w");
  const child = spawn(process.execPath, args, { env: environment, stdio: ["ignore", log, log] });
  closeSync(log);
  return { name, child, logFile } satisfies StartedProcess;
}

/** Asks to stop, and insists after `seconds`: `next start` waits for open event streams. */
export async function stopProcess({ child }: StartedProcess, seconds = 4): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const insist = setTimeout(() => child.kill("SIGKILL"), seconds * 1000);
  await ended;
  clearTimeout(insist);
}

/**
 * Waits until `condition` holds, looking four times a second.
 * @throws Error with the last lines of the log when the process ends or the time is over.
 */
export async function waitUntil(
  started: StartedProcess,
  what: string,
  seconds: number,
  condition: () => Promise<boolean>,
) {
  const deadline = Date.now() + seconds * 1000;
  while (!(await condition().catch(() => false))) {
    const ended = started.child.exitCode !== null || started.child.signalCode !== null;
    if (ended || Date.now() > deadline) {
      const words = readFileSync(started.logFile, "utf8").trim().split("\n").slice(-20).join("\n");
      throw new Error(`${started.name} ${ended ? "ended" : `took over ${seconds} s`} before ${what}:\n${words}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
