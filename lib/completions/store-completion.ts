import { type Database, db } from "../db/client.ts";
import { notify } from "../events/notify.ts";
import type { FinishReason } from "../generated/prisma/enums.ts";
import type { SamplingSettings } from "../projects/settings.ts";
import { completionId } from "./completion-id.ts";

/** Keeps one completion as soon as it is finished. The same place of the same job again changes nothing. */
export async function storeCompletion({
  job,
  place,
  text,
  tokenCount,
  finishReason,
  seed,
  database = db(),
}: {
  job: { id: string; projectId: string; promptId: string; modelVersionId: string; sampling: SamplingSettings };
  /** 0 to the job's count − 1. */
  place: number;
  text: string;
  tokenCount: number;
  finishReason: FinishReason;
  seed: number;
  database?: Database;
}): Promise<void> {
  const { projectId, promptId, modelVersionId } = job;
  await database.completion.createMany({
    data: {
      id: completionId(job.id, place),
      projectId,
      promptId,
      modelVersionId,
      generationJobId: job.id,
      // A model may write a NUL, which Postgres stores nowhere.
      text: text.replaceAll("\0", "\uFFFD"),
      tokenCount,
      finishReason,
      sampling: { ...job.sampling, seed },
    },
    skipDuplicates: true,
  });
  await notify({ type: "generation", projectId, id: job.id }, { database });
}
