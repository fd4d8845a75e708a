/** Who runs in `npm run bench -- trainer`, and how one is started. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { trainingEnvironment } from "../../../trainer/engines/training-environment.ts";

export const methods = ["sft", "reward", "dpo", "ppo", "sampling"] as const;
export type Method = (typeof methods)[number];

export interface Contender {
  name: string;
  side: "ours" | "trl";
  arguments: string[];
}

/** Passes over the same batches in "default, whole run": what the trainers' own defaults come to. */
export const usualPasses = 3;

const trl: Contender[] = [
  { name: "TRL float32", side: "trl", arguments: [] },
  { name: "TRL bf16", side: "trl", arguments: ["--bf16"] },
];
const full: Contender[] = [
  { name: "full float32", side: "ours", arguments: ["--blocks", "all"] },
  { name: "full bf16", side: "ours", arguments: ["--blocks", "all", "--bf16"] },
];
const byDefault: Contender[] = [
  { name: "default float32", side: "ours", arguments: [] },
  { name: "default bf16", side: "ours", arguments: ["--bf16"] },
];
const frozen: Contender = { name: "TRL float32, same blocks frozen", side: "trl", arguments: ["--frozen", "4"] };

/** Contenders of a method, `short` without those that go over the same batches several times; the first is what the others are compared with. */
export function contendersOf(method: Method, { short }: { short: boolean }): Contender[] {
  if (method === "sampling") return [...trl, ...byDefault];
  if (method === "ppo") return [...trl, frozen, ...full, ...byDefault];
  if (short) return [...trl, frozen, ...full, ...byDefault];
  const wholeRun = byDefault.map((contender) => ({
    ...contender,
    name: `${contender.name}, ${usualPasses} passes`,
    arguments: [...contender.arguments, "--passes", String(usualPasses)],
  }));
  return [...trl, frozen, ...full, ...byDefault, ...wholeRun];
}

const measured = z.object({
  seconds: z.array(z.number()).min(1),
  processorSeconds: z.number(),
  peakMegabytes: z.number(),
});
export type Measured = z.infer<typeof measured>;

const folder = import.meta.dirname;
const environment = {
  ...process.env,
  OMP_NUM_THREADS: "2",
  OMP_WAIT_POLICY: "PASSIVE",
  GOMP_SPINCOUNT: "0",
  TF_CPP_MIN_LOG_LEVEL: "3",
};

/** Runs a command to its end and returns what it printed. */
function run(command: string, args: string[], more: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...environment, ...more }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (errors += chunk));
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}:\n${errors.slice(-2000)}`));
    });
  });
}

/** Runs a contender once, in a process of its own. */
export async function measure(
  { side, arguments: own }: Contender,
  method: Method,
  given: { model: string; python: (trlVersion: string) => string; batches: string; steps: number; sequences: number },
): Promise<Measured> {
  const shared = ["--method", method, "--batches", given.batches, "--steps", String(given.steps)];
  const options = [...shared, "--model", given.model, "--sequences", String(given.sequences), ...own];
  const output =
    side === "ours"
      ? await run(process.execPath, ["--import", "tsx", path.join(folder, "ours.ts"), ...options], trainingEnvironment)
      : await run(given.python(method === "ppo" ? "1.12.0" : "1.16.0"), [path.join(folder, "trl_side.py"), ...options]);
  return measured.parse(JSON.parse(output.trim().split("\n").at(-1)!));
}

/**
 * Virtual environments with PyTorch, and TRL in two versions (the last with PPO is 1.12), made where they are missing.
 * Returns the interpreter for a version.
 */
export async function makePythons(venvs: string): Promise<(trlVersion: string) => string> {
  const python = (name: string) => path.join(venvs, name, "bin/python");
  if (!existsSync(python("1.12.0"))) {
    console.log(`Installing PyTorch and TRL below ${venvs} (7 GB with the CUDA libraries that come along) …`);
    await run("python3", ["-m", "venv", path.join(venvs, "1.12.0")]);
    const requirements = path.join(folder, "requirements.txt");
    await run(python("1.12.0"), ["-m", "pip", "install", "-q", "-r", requirements, "trl==1.12.0"]);
  }
  if (!existsSync(python("1.16.0"))) {
    await run("python3", ["-m", "venv", path.join(venvs, "1.16.0")]);
    const libraries = (name: string) => {
      const lib = path.join(venvs, name, "lib");
      return path.join(lib, readdirSync(lib)[0]!, "site-packages");
    };
    writeFileSync(path.join(libraries("1.16.0"), "shared.pth"), libraries("1.12.0"));
    await run(python("1.16.0"), ["-m", "pip", "install", "-q", "--no-deps", "trl==1.16.0"]);
  }
  return python;
}
