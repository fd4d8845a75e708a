import { groupBy } from "../agreement/group-by.ts";
import { agreementWithin } from "../agreement/judgements.ts";
import { rankingSchema } from "../annotations/ranking.ts";
import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";
import type { TaskKind } from "../generated/prisma/enums.ts";
import { type Message, messagesSchema } from "../prompts/messages.ts";
import { countingJudgements } from "./counting-judgements.ts";

/** A task on which people disagree. */
export interface Disagreement {
  taskId: string;
  /** The prompt's last user turn. */
  text: string;
  /** Share of the pairs that two people decided in which they agree. */
  agreement: number;
  people: number;
}

/** Careful people agree on about 73 % of pairs: below this a task is worth a look. */
const worthALook = 0.67;
const listedAtMost = 100;

/** Tasks that nobody settled and on which people agree least, worst first. */
export async function listDisagreements({
  projectId,
  database = db(),
}: {
  projectId: string;
  database?: Database;
}): Promise<{ disagreements: Disagreement[]; total: number; settled: number }> {
  const [judgements, resolved] = await Promise.all([
    countingJudgements({ projectId, database }),
    database.annotation.findMany({
      where: { projectId, resolves: true, supersededAt: null },
      select: { taskId: true },
    }),
  ]);
  const settled = new Set(resolved.map(({ taskId }) => taskId));
  const found = [...groupBy(judgements, ({ taskId }) => taskId)]
    .flatMap(([taskId, judged]) => {
      const agreement = settled.has(taskId) ? null : agreementWithin(judged);
      return agreement !== null && agreement < worthALook ? [{ taskId, agreement, people: judged.length }] : [];
    })
    .sort((one, other) => one.agreement - other.agreement || other.people - one.people);
  const listed = found.slice(0, listedAtMost);
  const tasks = await database.task.findMany({
    where: { id: { in: listed.map(({ taskId }) => taskId) } },
    select: { id: true, prompt: { select: { messages: true } } },
  });
  const texts = new Map(tasks.map(({ id, prompt }) => [id, messagesSchema.parse(prompt.messages).at(-1)!.content]));
  return {
    disagreements: listed.map((line) => ({ ...line, text: texts.get(line.taskId)! })),
    total: found.length,
    settled: settled.size,
  };
}

/** Everything an adjudicator needs of one task. No model is named: they judge blind as well. */
export interface DisputedTask {
  taskId: string;
  kind: TaskKind;
  messages: Message[];
  completions: { id: string; text: string }[];
  /** By person: the places of the answers as ranks, in the order of `completions`. */
  judgements: { pseudonym: string; name: string | null; ranks: number[]; comment: string; createdAt: Date }[];
  /** How it was settled before, as ranks; null where it was not. */
  settled: { ranks: number[]; comment: string } | null;
}

/** One task with what each person decided. Throws NOT_FOUND. */
export async function getDisputedTask({
  projectId,
  taskId,
  withNames,
  database = db(),
}: {
  projectId: string;
  taskId: string;
  withNames: boolean;
  database?: Database;
}): Promise<DisputedTask> {
  const task = await database.task.findFirst({
    where: { id: taskId, projectId, purpose: "work" },
    include: {
      prompt: { select: { messages: true } },
      completions: { orderBy: { completionId: "asc" }, select: { completion: { select: { id: true, text: true } } } },
      annotations: {
        where: { supersededAt: null },
        orderBy: { id: "asc" },
        include: { user: { select: { pseudonym: true, name: true } } },
      },
    },
  });
  if (!task) throw new AppError("NOT_FOUND", "There is no such task.");
  const completions = task.completions.map(({ completion }) => completion);
  const ids = completions.map(({ id }) => id);
  const ranksBy = ({ ranking }: { ranking: unknown }) => placesOf(ranking, ids);
  const settling = task.annotations.find(({ resolves }) => resolves);
  return {
    taskId,
    kind: task.kind,
    messages: messagesSchema.parse(task.prompt.messages),
    completions,
    judgements: task.annotations
      .filter(({ resolves }) => !resolves)
      .map((annotation) => ({
        pseudonym: annotation.user.pseudonym,
        name: withNames ? annotation.user.name : null,
        ranks: ranksBy(annotation),
        comment: annotation.comment,
        createdAt: annotation.createdAt,
      })),
    settled: settling ? { ranks: ranksBy(settling), comment: settling.comment } : null,
  };
}

/** The group of each completion, 1 the best; those without one come after. */
function placesOf(ranking: unknown, ids: readonly string[]): number[] {
  const groups = rankingSchema.parse(ranking);
  return ids.map((id) => {
    const at = groups.findIndex((group) => group.includes(id));
    return 1 + (at < 0 ? groups.length : at);
  });
}
