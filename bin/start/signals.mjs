import process from "node:process";

/** npm passes Ctrl-C on although the terminal has sent it to us as well: the echo comes within this. */
const echoMilliseconds = 1000;

/**
 * Calls back once, when this run is to end: on Ctrl-C, SIGTERM, a closed terminal, or when the `npm start` around it is
 * gone (npm killed by a signal does not tell what it started). A second Ctrl-C later on ends the process at once.
 * @param {(reason: string) => void} callback
 */
export function onStopRequest(callback) {
  let asked;
  const ask = (reason) => {
    if (asked === undefined) {
      asked = Date.now();
      callback(reason);
    } else if (reason === "Ctrl-C" && Date.now() - asked > echoMilliseconds) process.exit(1);
  };
  process.on("SIGINT", () => ask("Ctrl-C"));
  process.on("SIGTERM", () => ask("SIGTERM"));
  process.on("SIGHUP", () => ask("The terminal was closed"));
  // With the terminal or npm gone there is nobody to read, which is no reason to die half-way.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && ask("npm was ended"), 500).unref();
  }
}
