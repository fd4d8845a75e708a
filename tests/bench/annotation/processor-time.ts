import { readdirSync, readFileSync } from "node:fs";

/** Processor milliseconds that a process and its live descendants have used so far. */
export function processorTime(root: number): number {
  const found = new Map<number, { parent: number; ticks: number }>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const fields = readFileSync(`/proc/${name}/stat`, "utf8").split(") ")[1]!.split(" ");
      found.set(Number(name), { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) });
    } catch {
      // Gone since the folder was listed.
    }
  }
  const belongs = (id: number): boolean => id === root || (found.has(id) && belongs(found.get(id)!.parent));
  const ticks = [...found].filter(([id]) => belongs(id)).reduce((sum, [, process]) => sum + process.ticks, 0);
  return 10 * ticks;
}
