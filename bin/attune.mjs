// npm run -s attune -- VERB …      the command line; bin/commands holds a file a verb.
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { root } from "./start/places.mjs";
import { runAgain } from "./start/run-again.mjs";

const places = ["node_modules/tsx", "lib/generated/prisma/client.ts"].map((name) => path.join(root, name));
if (!places.every((place) => existsSync(place))) {
  console.error("Attune is not set up here yet: run `npm start` once.");
  process.exit(1);
}
const { register } = await import("tsx/esm/api");
register();
const { trainingEnvironment } = await import("../trainer/engines/training-environment.ts");
const trains = ["train", "evaluate"].includes(process.argv[2]);
if (trains && Object.keys(trainingEnvironment).some((name) => !(name in process.env))) {
  process.exitCode = await runAgain({ ...trainingEnvironment, ...process.env });
} else {
  const { runCommandLine } = await import("./commands/program.ts");
  process.exitCode = await runCommandLine(process.argv);
}
