import type { TaskKind } from "../generated/prisma/enums.ts";
import { type Draft, draftSchema } from "../tasks/draft.ts";

/** A stored annotation as work that can be taken up again. */
export function draftOfAnnotation(
  kind: TaskKind,
  row: { ranking: unknown; noneAcceptable: boolean; judgement: unknown; flags: unknown; comment: string },
): Draft {
  const { ranking, noneAcceptable, flags, comment } = row;
  if (kind === "rank") return draftSchema.parse({ ranking, noneAcceptable, flags, comment });
  const judgement = (row.judgement ?? {}) as Record<string, unknown>;
  const tie = kind === "compare" && judgement.preferred === null;
  return draftSchema.parse({ ...judgement, kind, tie, flags, comment });
}
