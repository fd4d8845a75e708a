import { type ChildProcess, fork } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { trainingEnvironment } from "./training-environment.ts";

const program = fileURLToPath(new URL("../rounds/run.ts", import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const tailCharacters = 4000;

/** How a round's process ended. */
export interface RoundEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** What it said before it gave up; null for a success or a crash. */
  message: unknown;
  /** The end of what it wrote to stderr. */
  lastWords: string;
}

export interface RoundProcess {
  readonly pid: number;
  readonly ended: Promise<RoundEnd>;
  /** Ends it at once: stages go on from their last checkpoint, so there is nothing to wait for. */
  kill(): void;
  /** Resident memory in bytes; null where it cannot be told. */
  residentBytes(): Promise<number | null>;
}

/** Runs a round in a child process on this machine, so that neither its tensors nor its crash touch the caller. */
export function startLocally({ roundId, worker }: { roundId: string; worker: string }): RoundProcess {
  const child = fork(program, [roundId, worker], {
    execArgv: ["--import", loader],
    env: { ...process.env, ...trainingEnvironment },
    stdio: ["ignore", "inherit", "pipe", "ipc"],
  });
  let message: unknown = null;
  let lastWords = "";
  child.on("message", (received) => {
    message = received;
  });
  child.stderr!.on("data", (chunk: Buffer) => {
    process.stderr.write(chunk);
    lastWords = (lastWords + chunk.toString("utf8")).slice(-tailCharacters);
  });
  const ended = new Promise<RoundEnd>((resolve) => {
    child.once("error", (error) => resolve({ code: 1, signal: null, message, lastWords: error.message }));
    // "close" comes after "exit" once all output is read.
    child.once("close", (code, signal) => resolve({ code, signal, message, lastWords }));
  });
  return {
    pid: child.pid ?? 0,
    ended,
    kill: () => child.kill("SIGKILL"),
    residentBytes: () => residentBytes(child),
  };
}

async function residentBytes(child: ChildProcess): Promise<number | null> {
  try {
    const status = await readFile(`/proc/${child.pid}/status`, "utf8");
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
