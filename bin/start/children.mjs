import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { setTimeout as wait } from "node:timers/promises";
import { killGroup } from "./installation.mjs";
import { logFolder, root } from "./places.mjs";
import { startedAt } from "./processes.mjs";

const firstPause = 1000;
const longestPause = 30_000;
/** A child that ran this long is well: its next pause is short again. */
const wellAfter = 60_000;
const largestLog = 20 * 1024 * 1024;

/**
 * Keeps programs running: one that ends is started again, after a pause that doubles while it keeps ending.
 * @param {{ onChange: (children: { name: string, pid: number, startTime: string }[]) => void, complain: (text: string) => void }} options
 */
export function supervise({ onChange, complain }) {
  const children = new Map();
  let stopping = false;

  const tellChange = () =>
    onChange(
      [...children.values()].filter((child) => child.pid).map(({ name, pid, startTime }) => ({ name, pid, startTime })),
    );

  function launch(name, args, { environment, niceness = 0, pause = firstPause }) {
    const logFile = path.join(logFolder, `${name}.log`);
    const log = openLog(logFile);
    const began = Date.now();
    // A group of its own, so that Ctrl-C reaches the supervisor only and a kill reaches grandchildren too. The channel
    // tells the child when the supervisor is gone (leave-with-parent.mjs).
    const preload = ["--import", "./bin/start/leave-with-parent.mjs"];
    const command = [process.execPath, ...preload, ...args];
    const [program, ...rest] = niceness ? ["nice", "-n", String(niceness), ...command] : command;
    const started = spawn(program, rest, {
      cwd: root,
      env: { ...process.env, ...environment },
      detached: true,
      stdio: ["ignore", log, log, "ipc"],
    });
    closeSync(log);
    if (niceness && started.pid) giveWay(started.pid, niceness);
    const ended = new Promise((resolve) => started.once("exit", (code, signal) => resolve(signal ?? `status ${code}`)));
    children.set(name, { name, pid: started.pid, startTime: startedAt(started.pid), ended });
    tellChange();
    ended.then(async (how) => {
      killGroup(started.pid, "SIGKILL"); // what it may have left of its own children
      children.delete(name);
      if (stopping) return;
      tellChange();
      const nextPause = Date.now() - began > wellAfter ? firstPause : pause;
      complain(`${name} ended (${how}): ${lastWords(logFile)}; starting it again in ${nextPause / 1000} s`);
      await wait(nextPause, undefined, { ref: false });
      if (!stopping) launch(name, args, { environment, niceness, pause: Math.min(2 * nextPause, longestPause) });
    });
  }

  /** Ends all: asks first, and after the grace period insists. */
  async function stop(graceMilliseconds) {
    stopping = true;
    const running = [...children.values()];
    for (const child of running) killGroup(child.pid, "SIGTERM");
    const all = Promise.all(running.map((child) => child.ended));
    await Promise.race([all, wait(graceMilliseconds, undefined, { ref: false })]);
    for (const child of children.values()) killGroup(child.pid, "SIGKILL");
    await all;
  }

  return { launch, stop };
}

/**
 * Lowers the priority of a child's whole session. Linux shares the processor between sessions first, where it groups
 * them, and looks at a process's own niceness only within its session: without this, a round takes as much as the site.
 */
function giveWay(pid, niceness) {
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(niceness));
  } catch {
    // A kernel that does not group sessions goes by the niceness that `nice` gave.
  }
}

/** Appends; beyond a size the log so far becomes NAME.log.old. */
function openLog(file) {
  if (existsSync(file) && statSync(file).size > largestLog) renameSync(file, `${file}.old`);
  return openSync(file, "a", 0o600);
}

/** The last error that the log names, else its last line. */
function lastWords(file) {
  const lines = readFileSync(file, "utf8").slice(-8000).trimEnd().split("\n");
  return (lines.findLast((line) => /^\s*(\w*Error\b|✘)/.test(line)) ?? lines.at(-1) ?? "").trim() || "it said nothing";
}
