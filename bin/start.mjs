// npm start: from a fresh clone to a running site; see bin/start/run.mjs.
import process from "node:process";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `✘ Node.js ${process.versions.node} is too old: Attune needs 20.19 or newer (https://nodejs.org/en/download).`,
  );
  process.exit(1);
}
const { start } = await import("./start/run.mjs");
await start();
