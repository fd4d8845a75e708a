/**
 * Loaded first in each child of `npm start`: when the supervisor is gone, however it went, the child ends as on a
 * SIGTERM. Otherwise a killed supervisor would leave a site and a trainer that nobody looks after.
 */
import process from "node:process";

process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();
