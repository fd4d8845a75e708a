import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { db } from "../../../lib/db/client.ts";
import { importLines } from "../../../lib/prompts/import-lines.ts";
import { claimRound } from "../../../lib/rounds/claim-round.ts";
import { launchRound } from "../../../lib/rounds/launch-round.ts";
import { weightsLocation } from "../../../lib/storage/model-store.ts";
import { startLocally } from "../../../trainer/engines/local.ts";
import { createRandom } from "../../../trainer/math/random.ts";
import { superviseRound } from "../../../trainer/rounds/supervise-round.ts";
import { makeProject, makeUser } from "../../integration/make.ts";

const settings = {
  topBlocks: 2,
  reward: { members: 3, learningRate: 3e-3, epochs: 6, promptsPerBatch: 8 },
  ppo: {
    updates: 12,
    batchSize: 32,
    maxNewTokens: 4,
    learningRate: 4e-3,
    klTarget: 2,
    klHorizon: 500,
    missingEosScore: null,
  },
  evaluation: { prompts: 16, samplesPerPrompt: 8 },
  gates: { klCeiling: 1000, textLossMargin: 1000, questionMargin: 1 },
};

type Stage = "reward" | "policy" | "evaluate";

/** Runs one round in a project of its own, killing its process as asked, and says which files it ended with. */
export async function runRound({ kills }: { kills: { stage: Stage; afterSeconds: number }[] }): Promise<{
  files: string[];
  killed: string[];
  seconds: number;
  stageSeconds: Partial<Record<Stage, number>>;
}> {
  const started = performance.now();
  const roundId = await launch();
  const killed: string[] = [];
  const stageSeconds: Partial<Record<Stage, number>> = {};
  let pid = 0;
  let over = false;
  const watch = (async () => {
    const due = [...kills];
    let last: string | null = null;
    let since = performance.now();
    while (!over) {
      const { stage } = await db().round.findUniqueOrThrow({ where: { id: roundId }, select: { stage: true } });
      if (stage !== last) {
        if (last) stageSeconds[last as Stage] = (performance.now() - since) / 1000;
        last = stage;
        since = performance.now();
      }
      const next = due[0];
      if (next && stage === next.stage && performance.now() - since >= next.afterSeconds * 1000) {
        due.shift();
        process.kill(pid, "SIGKILL");
        killed.push(`${stage} after ${next.afterSeconds.toFixed(2)} s`);
      }
      await wait(10);
    }
  })();
  for (;;) {
    const worker = randomUUID();
    const round = await claimRound({ worker });
    if (!round) throw new Error("The round cannot be claimed.");
    const outcome = await superviseRound(
      round,
      worker,
      (given) => {
        const child = startLocally(given);
        pid = child.pid;
        return child;
      },
      new AbortController().signal,
    );
    if (outcome === "ended") break;
    if (outcome !== "retry") throw new Error(`The round came to ${outcome}.`);
  }
  over = true;
  await watch;
  const { rewardVersion, policyVersion } = await db().round.findUniqueOrThrow({
    where: { id: roundId },
    include: { rewardVersion: true, policyVersion: true },
  });
  return {
    files: [weightsLocation(rewardVersion!), weightsLocation(policyVersion!)],
    killed,
    seconds: (performance.now() - started) / 1000,
    stageSeconds,
  };
}

/** The same rankings each time: the more an answer has of the letter a, the better. */
async function launch(): Promise<string> {
  const { id: projectId } = await makeProject({
    generateForNewPrompts: false,
    promptsPerPublishedPolicy: 0,
    round: settings,
  });
  const { id: adminId } = await makeUser({ projectId, role: "admin" });
  const random = createRandom(1);
  const lines = Array.from({ length: 80 }, () => {
    const counts = random.shuffle([0, 1, 2, 3, 4]).slice(0, 4);
    return JSON.stringify({
      prompt: `Question ${random.integer(1_000_000)}`,
      completions: counts.map((count) => ({
        text: random.shuffle([..."aaaa".slice(0, count), ..."zzzz".slice(count)]).join(""),
        rank: 5 - count,
      })),
    });
  });
  await importLines({ projectId, actorId: adminId, format: "ranked", body: lines.join("\n") });
  return (await launchRound({ projectId, actorId: adminId })).id;
}
