import { spawn } from "node:child_process";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { db } from "../../../lib/db/client.ts";
import { createProject } from "../../../lib/projects/create-project.ts";
import { importLines } from "../../../lib/prompts/import-lines.ts";
import { launchRound } from "../../../lib/rounds/launch-round.ts";
import { writeTinyModel } from "../../../trainer/models/tiny-model.ts";

export interface Training {
  /** How far the round is, in words; throws where it is over. */
  where(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * A trainer as `npm start` runs it, at its low priority, in a round of PPO that does not end before the bench does. On the
 * default base model, or on a small random one that needs no download and keeps the processor as busy.
 */
export async function startTraining({
  folder,
  databaseUrl,
  model,
}: {
  folder: string;
  databaseUrl: string;
  model: "small" | "real";
}): Promise<Training> {
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    ATTUNE_DATA_DIR: path.join(folder, "data"),
  };
  if (model === "small") {
    environment.ATTUNE_BASE_MODEL = path.join(folder, "small-model");
    await writeTinyModel(environment.ATTUNE_BASE_MODEL, { seed: 1, layers: 8, width: 256, context: 512 });
  }
  const trainer = spawn("nice", ["-n", "10", process.execPath, "--import", "tsx", "trainer/worker.ts"], {
    env: environment,
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise<void>((resolve) => trainer.once("exit", () => resolve()));
  const stop = async () => {
    trainer.kill("SIGTERM");
    await Promise.race([ended, pause(10_000).then(() => trainer.kill("SIGKILL"))]);
  };
  try {
    const roundId = await launch();
    const where = () => whereIs(roundId);
    const deadline = Date.now() + 300_000;
    while (!(await where()).startsWith("policy")) {
      if (Date.now() > deadline || trainer.exitCode !== null) throw new Error("The round does not come to its policy.");
      await pause(500);
    }
    return { where, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function launch(): Promise<string> {
  const settings = { generateForNewPrompts: false };
  const { id: projectId } = await createProject({ actorId: null, name: "Trained beside", settings });
  const lines = Array.from({ length: 64 }, (_, line) => ({
    prompt: `Name ${line + 2} things that are round.`,
    completions: [
      { text: `A ball and ${line} more.`, model: "concise", rank: 1 },
      { text: `There are many things that are round, and ${line} of them come to mind.`, model: "wordy", rank: 2 },
    ],
  }));
  const actor = await db().user.create({ data: { email: "trains@example.org", name: "Trains" } });
  const body = lines.map((line) => JSON.stringify(line)).join("\n");
  await importLines({ projectId, actorId: actor.id, format: "prompts", body });
  while (!(await db().modelVersion.findFirst({ where: { kind: "base" } }))) await pause(250);
  const round = { topBlocks: 4, reward: { members: 1, epochs: 1 }, ppo: { updates: 100_000 } };
  return (await launchRound({ projectId, actorId: actor.id, settings: round })).id;
}

async function whereIs(roundId: string): Promise<string> {
  const { state, stage, failure } = await db().round.findUniqueOrThrow({ where: { id: roundId } });
  if (state !== "queued" && state !== "running") throw new Error(`The round is ${state}: ${failure ?? ""}`);
  const updates = await db().roundMetric.count({ where: { roundId, stage: "policy" } });
  return `${stage ?? state}, ${updates} updates`;
}
