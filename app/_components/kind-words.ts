import type { TaskKind } from "../../lib/generated/prisma/enums.ts";

/** What each kind of task is called. */
export const kindWords: Record<TaskKind, { noun: string; verb: string }> = {
  rank: { noun: "ranking", verb: "Rank answers" },
  compare: { noun: "comparison", verb: "Compare two answers" },
  rate: { noun: "rating", verb: "Rate answers" },
  demonstrate: { noun: "written answer", verb: "Write an answer" },
  converse: { noun: "conversation", verb: "Talk with the model" },
};
