import { z } from "zod";
import { record } from "../audit/record.ts";
import { type Database, db } from "../db/client.ts";
import { newId } from "../db/new-id.ts";
import { inTransaction } from "../db/transaction.ts";
import { AppError } from "../errors.ts";
import { notify } from "../events/notify.ts";
import { getActivePolicy } from "../models/get-active-policy.ts";
import { projectSettings } from "../projects/settings.ts";
import { recordGate } from "./record-gate.ts";

/** Pairs of answers that one call may ask for. */
export const pairsWanted = z.number().int().min(1).max(500);

/** Ahead of ordinary work: a policy waits for it. */
const priority = 1;

/**
 * Has the candidate of a round and the policy that answers now each answer held-out prompts; each pair becomes a task to
 * compare, for anybody who annotates, with nothing that tells which is which. Called again before there is a verdict, it
 * adds pairs on prompts that have none yet. What people say publishes no candidate that failed another gate; it is there
 * for whoever decides past that. Throws NOT_FOUND, CONFLICT where no candidate waits for a decision or the comparison has
 * ended, UNPROCESSABLE where there are too few held-out prompts.
 */
export async function startBlindComparison({
  roundId,
  actorId,
  pairs,
  database = db(),
}: {
  roundId: string;
  actorId: string;
  /** One a prompt. */
  pairs: number;
  database?: Database;
}): Promise<{ id: string; pairs: number }> {
  const count = pairsWanted.parse(pairs);
  return await inTransaction(database, async (transaction) => {
    await transaction.$queryRaw`SELECT id FROM "Round" WHERE id = ${roundId} FOR NO KEY UPDATE`;
    const round = await transaction.round.findUnique({
      where: { id: roundId },
      include: { policyVersion: true, project: true, blindComparison: true },
    });
    if (!round) throw new AppError("NOT_FOUND", "There is no such round.");
    const { projectId, policyVersion, blindComparison: earlier } = round;
    const waits = round.state === "undecided" || round.state === "rejected";
    if (!waits || policyVersion?.state !== "candidate") {
      throw new AppError("CONFLICT", "This round has no candidate that waits for a decision.");
    }
    if (earlier?.endedAt) throw new AppError("CONFLICT", "People have decided about this candidate.");
    const current = earlier ? { id: earlier.currentId } : await getActivePolicy({ projectId, database: transaction });
    if (!current) throw new AppError("UNAVAILABLE", "There is no policy to compare it with yet.");
    const { id } =
      earlier ??
      (await transaction.blindComparison.create({
        data: { id: newId(), roundId, currentId: current.id, startedById: actorId },
      }));
    const prompts = await transaction.$queryRaw<{ id: string }[]>`
      SELECT p.id FROM "Prompt" p WHERE p."projectId" = ${projectId} AND p.split <> 'train'
        AND NOT EXISTS (SELECT FROM "GenerationJob" j WHERE j."blindComparisonId" = ${id} AND j."promptId" = p.id)
      ORDER BY p.split = 'validation' DESC, md5(p.id || ${roundId}) LIMIT ${count}`;
    if (prompts.length < count) {
      throw new AppError(
        "UNPROCESSABLE",
        `There are ${prompts.length} held-out prompts ${earlier ? "left " : ""}to compare answers to; ask for no more pairs than that, or add prompts.`,
      );
    }
    const settings = projectSettings.parse(round.project.settings);
    await transaction.generationJob.createMany({
      data: prompts.flatMap(({ id: promptId }) =>
        [policyVersion.id, current.id].map((modelVersionId) => ({
          id: newId(),
          projectId,
          promptId,
          modelVersionId,
          roundId,
          blindComparisonId: id,
          count: 1,
          priority,
          sampling: settings.sampling,
        })),
      ),
    });
    if (!settings.kinds.includes("compare")) {
      const changed = { ...settings, kinds: [...settings.kinds, "compare" as const] };
      await transaction.project.update({ where: { id: projectId }, data: { settings: changed } });
    }
    await recordGate({
      roundId,
      projectId,
      gate: {
        name: "people",
        outcome: "undecided",
        summary: "People are comparing its answers with those of the current policy, not knowing which is which.",
        detail: { comparisons: 0 },
      },
      database: transaction,
    });
    await record({
      database: transaction,
      actorId,
      action: "round.compare",
      projectId,
      targetType: "round",
      targetId: roundId,
      detail: { number: round.number, pairs: count, model: policyVersion.name },
    });
    await notify({ type: "generation", projectId, id }, { database: transaction });
    await notify({ type: "round", projectId, id: roundId }, { database: transaction });
    return { id, pairs: count };
  });
}
