import { readFileSync } from "node:fs";
import { createServer } from "node:net";

/**
 * Whether a process lives (a zombie does not), and, where a program is named, is that one: process numbers are used
 * again, soon so in containers.
 * @param {number} pid
 * @param {string} [program] as in /proc/PID/comm
 */
export function isRunning(pid, program) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  if (process.platform !== "linux") return true;
  const found = status(pid);
  return found !== undefined && found.state !== "Z" && (program === undefined || found.program === program);
}

/** When a process began, in clock ticks since boot: with the number, it names one process for good. */
export function startedAt(pid) {
  return status(pid)?.startTime;
}

function status(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const end = text.lastIndexOf(")");
    const fields = text.slice(end + 2).split(" ");
    return { program: text.slice(text.indexOf("(") + 1, end), state: fields[0], startTime: fields[19] };
  } catch {
    return undefined;
  }
}

/**
 * A free TCP port: the preferred one if it is free, else the next free above it.
 * @param {number} preferred
 * @param {string} [host] "::" for all addresses
 */
export async function freePort(preferred, host) {
  for (let port = preferred; port < preferred + 200; port++) if (await isFree(port, host)) return port;
  throw new Error(`No free port between ${preferred} and ${preferred + 200}.`);
}

/** @param {number} port */
export function isFree(port, host = "127.0.0.1") {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) =>
      resolve(error.code === "EAFNOSUPPORT" && host === "::" ? isFree(port, "0.0.0.0") : false),
    );
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
