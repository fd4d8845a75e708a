import { spawn } from "node:child_process";
import { constants } from "node:os";
import process from "node:process";

/**
 * Runs this program with these arguments once more, as a child with more environment: what the C library reads before
 * main cannot be set from inside. Resolves with the child's exit status.
 *
 * Signals to this process reach the child; Ctrl-C in a terminal does so by itself, and would otherwise come twice. The
 * channel tells the child when this process is gone (leave-with-parent.mjs).
 * @param {Record<string, string>} environment
 * @returns {Promise<number>}
 */
export function runAgain(environment) {
  const watch = ["--import", new URL("./leave-with-parent.mjs", import.meta.url).href];
  const child = spawn(process.execPath, [...process.execArgv, ...watch, ...process.argv.slice(1)], {
    env: { ...process.env, ...environment },
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  const inTerminal = [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => (signal === "SIGINT" && inTerminal) || child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status, signal) => resolve(status ?? 128 + (constants.signals[signal] ?? 0)));
  });
}
