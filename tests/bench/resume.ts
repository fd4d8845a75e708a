/**
 * A round on the tiny model, killed with SIGKILL at a random time in each of its stages, again and again: do all runs end
 * with the weights of one that nobody touched?
 *
 *   npm run bench -- resume [--runs 20] [--seed 1] [--json FILE]
 *
 * A Postgres and a data folder of its own, gone afterwards. Every run is a project of its own with the same rankings; its
 * round's process is killed once at a random moment of one stage (reward, policy, evaluate in turn, checkpoints after each step),
 * and some a second time. The largest difference of any weight of reward model and policy to the untouched run is printed.
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { applyMigrations } from "../../bin/migrations/deploy.mjs";
import { startPostgres } from "../../bin/start/postgres.mjs";
import { freePort } from "../../bin/start/processes.mjs";
import { createRandom } from "../../trainer/math/random.ts";
import { writeTinyModel } from "../../trainer/models/tiny-model.ts";
import { openSafetensors } from "../../trainer/weights/safetensors.ts";

const { values: options } = parseArgs({
  options: {
    runs: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    json: { type: "string" },
  },
});
const runs = Number(options.runs);
const random = createRandom(Number(options.seed));
const folder = mkdtempSync(path.join(tmpdir(), "attune-resume-"));
chmodSync(folder, 0o755); // as root, Postgres runs as another user, who must get in
const postgres = await startPostgres({
  folder: path.join(folder, "postgres"),
  port: await freePort(4100),
  password: "bench",
  logFile: path.join(folder, "postgres.log"),
  settings: { fsync: "off" },
});
try {
  process.env.DATABASE_URL = postgres.url("postgres");
  process.env.ATTUNE_DATA_DIR = path.join(folder, "data");
  process.env.ATTUNE_BASE_MODEL = path.join(folder, "tiny");
  process.env.ATTUNE_CHECKPOINT_SECONDS = "0";
  await applyMigrations(process.env.DATABASE_URL);
  await writeTinyModel(process.env.ATTUNE_BASE_MODEL, { seed: 3, layers: 3, width: 32 });
  await measure();
} finally {
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  // These read the environment when they are loaded.
  const { ensureBaseModel } = await import("../../trainer/rounds/ensure-base-model.ts");
  const { runRound } = await import("./resume/run-round.ts");
  await ensureBaseModel(new AbortController().signal);
  const untouched = await runRound({ kills: [] });
  const expected = weightsOf(untouched.files);
  console.log(`untouched: ${untouched.seconds.toFixed(1)} s; stages ${JSON.stringify(untouched.stageSeconds)}`);
  const stages = ["reward", "policy", "evaluate"] as const;
  const results: { run: number; killed: string[]; difference: number; sameBytes: boolean }[] = [];
  for (let run = 0; run < runs; run++) {
    const kills = [stages[run % stages.length]!, ...(run % 4 === 3 ? [stages[(run + 1) % stages.length]!] : [])]
      .toSorted((a, b) => stages.indexOf(a) - stages.indexOf(b))
      .map((stage) => ({ stage, afterSeconds: random.uniform() * untouched.stageSeconds[stage]! }));
    const { files, killed } = await runRound({ kills });
    const difference = largestDifference(expected, weightsOf(files));
    results.push({ run, killed, difference, sameBytes: files.every((file, place) => file === untouched.files[place]) });
    console.log(
      `run ${run + 1}: killed ${killed.join(", ") || "never"}; largest difference ${difference.toExponential(1)}`,
    );
  }
  const worst = Math.max(...results.map(({ difference }) => difference));
  const kills = results.flatMap(({ killed }) => killed).length;
  const equal = results.filter(({ sameBytes }) => sameBytes).length;
  console.log(
    `${runs} runs, ${kills} kills: largest difference ${worst.toExponential(1)}, ${equal} byte for byte the same`,
  );
  if (options.json) writeFileSync(options.json, JSON.stringify({ untouched, results }, null, 2));
  if (!(worst <= 1e-5)) process.exitCode = 1;
}

function weightsOf(files: readonly string[]): Map<string, Float32Array> {
  const weights = new Map<string, Float32Array>();
  for (const [place, file] of files.entries()) {
    const source = openSafetensors(file);
    for (const name of source.shapes.keys()) weights.set(`${place}/${name}`, source.read(name));
    source.close();
  }
  return weights;
}

function largestDifference(expected: Map<string, Float32Array>, found: Map<string, Float32Array>): number {
  if (expected.size !== found.size) return Number.POSITIVE_INFINITY;
  let worst = 0;
  for (const [name, values] of expected) {
    const other = found.get(name);
    if (other?.length !== values.length) return Number.POSITIVE_INFINITY;
    for (let at = 0; at < values.length; at++) worst = Math.max(worst, Math.abs(values[at]! - other[at]!));
  }
  return worst;
}
