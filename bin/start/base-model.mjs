import process from "node:process";
import { runCommand } from "./commands.mjs";

/** Finds or downloads the base model in a process of its own, which says how far it is in lines of JSON. */
export async function fetchBaseModel(environment, step) {
  let name;
  await runCommand(process.execPath, ["--import", "tsx", "bin/start/fetch-base-model.ts"], {
    environment,
    tailLines: 3,
    onLine(line) {
      if (!line.startsWith("{")) return;
      const { message, fraction, done } = JSON.parse(line);
      if (done) name = done;
      else step.progress(fraction === null ? message : `${message}: ${Math.round(100 * fraction)} %`);
    },
  });
  return name;
}
