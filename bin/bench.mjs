// npm run bench -- NAME …      runs tests/bench/NAME.ts; its first lines say what it measures and what it takes.
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { root } from "./start/places.mjs";

const [name = "", ...args] = process.argv.slice(2);
const folder = path.join(root, "tests/bench");
const file = path.join(folder, `${name}.ts`);
if (!/^[\w-]+$/.test(name) || !existsSync(file)) {
  const names = readdirSync(folder)
    .filter((found) => found.endsWith(".ts"))
    .map((found) => path.parse(found).name);
  console.error(`usage: npm run bench -- NAME …      NAME is one of ${names.join(", ")}`);
  process.exit(2);
}
const child = spawn(process.execPath, ["--import", "tsx", file, ...args], { cwd: root, stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.once("exit", (code) => {
  process.exitCode = code ?? 1;
});
