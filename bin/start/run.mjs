import path from "node:path";
import process from "node:process";
import { fetchBaseModel } from "./base-model.mjs";
import { supervise } from "./children.mjs";
import { endCommands } from "./commands.mjs";
import { openDatabase, prepareDatabase } from "./database.mjs";
import { currentRun, leaveRun, openInstallation, takeRun, updateRun } from "./installation.mjs";
import { setUpNativeTensors } from "./native-tensors.mjs";
import { generateClient, installPackages } from "./packages.mjs";
import { dataFolder, logFolder } from "./places.mjs";
import { onStopRequest } from "./signals.mjs";
import { buildSite, childEnvironment, chooseAddress, launchSite } from "./site.mjs";
import { bold, dim, inStep, orWithout, StepFailed, say, yellow } from "./terminal.mjs";

/** How long the children have to end by themselves; Postgres comes after them with 5 s at most. */
const graceMilliseconds = 3500;

/** `npm start`: each step once, then keeps the processes running until it is asked to stop. */
export async function start() {
  if (!takeRun()) {
    const { url, pid } = currentRun() ?? {};
    say(url ? `Attune is already running at ${url} (process ${pid}).` : `Attune is already starting (process ${pid}).`);
    return;
  }
  const stops = [];
  const stopRequest = new AbortController();
  const starting = startAll(stops, stopRequest.signal);

  const stopAll = async (status) => {
    const began = performance.now();
    stopRequest.abort();
    endCommands();
    await starting.catch(() => {});
    for (const stop of stops.reverse()) await stop();
    leaveRun();
    say(`Stopped in ${((performance.now() - began) / 1000).toFixed(1)} s. All data is kept in ${dataFolder}`);
    process.exit(status);
  };
  onStopRequest((reason) => {
    say(`\n${reason}: stopping …`);
    stopAll(0);
  });
  starting.catch((error) => {
    if (stopRequest.signal.aborted) return;
    if (!(error instanceof StepFailed)) console.error(error);
    stopAll(1);
  });
}

/**
 * @param {(() => Promise<void>)[]} stops grows with what has to be stopped again, in the order of its start
 * @param {AbortSignal} signal
 */
async function startAll(stops, signal) {
  const began = performance.now();
  const complain = (text) => say(`${yellow("!")} ${text}`);
  const step = async (title, work) => {
    signal.throwIfAborted();
    return await inStep(title, work);
  };

  await step("Packages", installPackages);
  await step("Database client", generateClient);
  signal.throwIfAborted();
  await orWithout("Tensor library", setUpNativeTensors, [
    "WebAssembly takes its place: ranking, scoring and sampling work, slowly; training is refused.",
  ]);

  const installation = await openInstallation();
  const database = await step("Postgres", () => openDatabase(installation, complain));
  stops.push(database.stop);
  const { firstAdmin } = await step("Database", (progress) => prepareDatabase(database.url, progress));
  await step("Web app", buildSite);

  const children = supervise({ onChange: (list) => updateRun({ children: list }), complain });
  stops.push(() => children.stop(graceMilliseconds));
  const { environment, url } = await step("Site", async () => {
    const address = await chooseAddress(installation);
    const environment = childEnvironment(installation, address, database.url);
    await launchSite(children, address, environment, signal);
    updateRun({ url: address.url, databaseUrl: database.url });
    return { text: `answers on port ${address.port}`, url: address.url, environment };
  });
  announce(url, firstAdmin, (performance.now() - began) / 1000);

  // The site is in use from here on, while the model may take minutes to come.
  await orWithout("Base model", (progress) => fetchBaseModel(environment, progress), [
    "Imported answers can be ranked. Sampler and trainer try again by themselves.",
  ]);
  signal.throwIfAborted();
  for (const [name, file] of [
    ["sampler", "sampler.ts"],
    ["trainer", "worker.ts"],
  ]) {
    children.launch(name, ["--import", "tsx", path.join("trainer", file)], { environment, niceness: 10 });
  }
  say(dim(`Sampler and trainer run. Ctrl-C stops everything. Logs: ${logFolder}`));
}

function announce(url, firstAdmin, seconds) {
  say();
  say(`  Attune is up at ${bold(url)} ${dim(`(${seconds.toFixed(1)} s)`)}`);
  if (firstAdmin) {
    say(`  Sign in as ${bold(firstAdmin.email)} with the password ${bold(firstAdmin.password)}`);
    say(dim("  It is shown this once; `npm run -s attune -- user reset --email E` makes a new one."));
  }
  say();
}
