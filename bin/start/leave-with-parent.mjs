/**
 * Loaded first in each child of `npm start`: when the supervisor is gone, however it went, the child ends as on a
 * SIGTERM. Otherwise a killed supervisor would leave a site and a trainer that nobody looks after.
 */
import process from "node:process";
import { isMainThread } from "node:worker_threads";

const leave = () => process.kill(process.pid, "SIGTERM");

if (isMainThread) {
  // Gone before this line was reached: no event will come any more.
  if (process.connected === false) leave();
  process.on("disconnect", leave);
  process.channel?.unref();
}
