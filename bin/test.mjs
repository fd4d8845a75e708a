// npm test [-- STAGE …]      on a fresh clone too: installs what is missing, then runs everything; see bin/test/run.mjs.
import process from "node:process";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`✘ Node.js ${process.versions.node} is too old: Attune needs 20.19 or newer.`);
  process.exit(1);
}
const { test } = await import("./test/run.mjs");
process.exitCode = await test(process.argv.slice(2));
