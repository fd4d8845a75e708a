/** Downloads to files that appear whole or not at all. */
import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

/** How long a server may stay silent. */
const silenceMilliseconds = 20_000;

/** @throws with status or cause where the file could not be had whole */
export async function downloadFile(
  url: string,
  target: string,
  onBytes: (bytes: number, total: number | null) => void,
): Promise<void> {
  const part = `${target}.${process.pid}.part`;
  const silence = new AbortController();
  const restart = () => setTimeout(() => silence.abort(new Error("the server stopped answering")), silenceMilliseconds);
  let timer = restart();
  try {
    const response = await fetch(url, { signal: silence.signal });
    if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}`);
    const length = response.headers.get("content-length");
    const total = length === null ? null : Number(length);
    let received = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        clearTimeout(timer);
        timer = restart();
        received += chunk.length;
        onBytes(received, total);
        done(null, chunk);
      },
    });
    await pipeline(
      Readable.fromWeb(response.body as import("node:stream/web").ReadableStream),
      count,
      createWriteStream(part),
    );
    // A compressed answer states the length of what travelled.
    const isPlain = !response.headers.get("content-encoding");
    if (isPlain && total !== null && received !== total)
      throw new Error(`${url} ended after ${received} of ${total} bytes`);
    await rename(part, target);
  } finally {
    clearTimeout(timer);
    await rm(part, { force: true });
  }
}

/** Runs a program to its end. Throws with the last line it printed where it fails or is not there. */
export function runProgram(command: string, parameters: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, { stdio: ["ignore", "ignore", "pipe"] });
    let lastLine = "";
    child.stderr.on("data", (chunk: Buffer) => {
      lastLine = chunk.toString("utf8").trim().split("\n").at(-1) || lastLine;
    });
    child.on("error", (error) => reject(new Error(`${command} cannot be run: ${error.message}`)));
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}: ${lastLine.slice(0, 300)}`)),
    );
  });
}
