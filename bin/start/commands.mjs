import { spawn } from "node:child_process";
import process from "node:process";
import { root } from "./places.mjs";

const running = new Set();

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {string[]} args
 * @param {{ environment?: Record<string, string | undefined>, cwd?: string, onLine?: (line: string) => void, tailLines?: number }} [options]
 * @returns {Promise<string>} what it wrote
 * @throws Error with its last lines where it ends with another status than 0
 */
export async function runCommand(program, args, options = {}) {
  const { environment = {}, cwd = root, onLine = () => {}, tailLines = 12 } = options;
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: "1", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream.setEncoding("utf8").on("data", (chunk) => {
      output += chunk;
      const lines = (rest + chunk).split(/\r?\n|\r/);
      rest = lines.pop();
      for (const line of lines) onLine(line);
    });
  }
  const ending = await new Promise((resolve) => {
    child.once("error", (error) => resolve(error.code === "ENOENT" ? "was not found" : error.message));
    child.once("close", (code, signal) => resolve(code === 0 ? undefined : `ended with ${signal ?? `status ${code}`}`));
  });
  running.delete(child);
  if (ending) {
    const tail = output.trim().split("\n").slice(-tailLines).join("\n");
    throw new Error(
      `${[program.split("/").pop(), ...args].join(" ").slice(0, 100)} ${ending}${tail ? `:\n${tail}` : ""}`,
    );
  }
  return output;
}

/** Ends what runCommand started: for a signal in the middle of the set-up. */
export function endCommands() {
  for (const child of running) child.kill("SIGTERM");
}
