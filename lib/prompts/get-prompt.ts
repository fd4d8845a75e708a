import { type Flag, flagsSchema, type Ranking, rankingSchema } from "../annotations/ranking.ts";
import { type Database, db } from "../db/client.ts";
import { AppError } from "../errors.ts";
import type { FinishReason, JobStatus, Split, TaskKind, TaskStatus } from "../generated/prisma/enums.ts";
import { type Message, messagesSchema } from "./messages.ts";

export interface PromptView {
  id: string;
  messages: Message[];
  split: Split;
  tags: string[];
  createdAt: Date;
  importId: string | null;
  completions: {
    id: string;
    text: string;
    /** The model version, or the source as the import called it. */
    author: { kind: "model"; id: string; name: string } | { kind: "source"; name: string } | null;
    sampling: unknown;
    tokenCount: number | null;
    finishReason: FinishReason | null;
    createdAt: Date;
  }[];
  tasks: {
    id: string;
    kind: TaskKind;
    status: TaskStatus;
    overlap: number;
    annotationCount: number;
    completionIds: string[];
    /** Current annotations, oldest first. */
    annotations: {
      id: string;
      /** The name only where it was asked for: it is not for researchers. */
      annotator: { pseudonym: string; name: string | null };
      ranking: Ranking;
      noneAcceptable: boolean;
      flags: Flag[];
      comment: string;
      extra: boolean;
      activeSeconds: number | null;
      createdAt: Date;
    }[];
  }[];
  generationJobs: { id: string; status: JobStatus; count: number; modelName: string; error: string | null }[];
}

/** A prompt with everything written and said about it. Throws NOT_FOUND. */
export async function getPrompt({
  projectId,
  promptId,
  withNames,
  database = db(),
}: {
  projectId: string;
  promptId: string;
  withNames: boolean;
  database?: Database;
}): Promise<PromptView> {
  const prompt = await database.prompt.findFirst({
    where: { id: promptId, projectId },
    include: {
      completions: { orderBy: { id: "asc" }, include: { modelVersion: { select: { id: true, name: true } } } },
      tasks: {
        orderBy: { id: "asc" },
        include: {
          completions: { orderBy: { position: "asc" }, select: { completionId: true } },
          annotations: {
            where: { supersededAt: null },
            orderBy: { id: "asc" },
            include: { user: { select: { pseudonym: true, name: true } } },
          },
        },
      },
      generationJobs: { orderBy: { id: "desc" }, take: 20, include: { modelVersion: { select: { name: true } } } },
    },
  });
  if (!prompt) throw new AppError("NOT_FOUND", "There is no such prompt.");
  return {
    id: prompt.id,
    messages: messagesSchema.parse(prompt.messages),
    split: prompt.split,
    tags: prompt.tags,
    createdAt: prompt.createdAt,
    importId: prompt.importId,
    completions: prompt.completions.map((completion) => ({
      id: completion.id,
      text: completion.text,
      author: authorOf(completion),
      sampling: completion.sampling,
      tokenCount: completion.tokenCount,
      finishReason: completion.finishReason,
      createdAt: completion.createdAt,
    })),
    tasks: prompt.tasks.map((task) => ({
      id: task.id,
      kind: task.kind,
      status: task.status,
      overlap: task.overlap,
      annotationCount: task.annotationCount,
      completionIds: task.completions.map(({ completionId }) => completionId),
      annotations: task.annotations.map((annotation) => ({
        id: annotation.id,
        annotator: { pseudonym: annotation.user.pseudonym, name: withNames ? annotation.user.name : null },
        ranking: rankingSchema.parse(annotation.ranking),
        noneAcceptable: annotation.noneAcceptable,
        flags: flagsSchema.parse(annotation.flags),
        comment: annotation.comment,
        extra: annotation.extra,
        activeSeconds: annotation.activeSeconds,
        createdAt: annotation.createdAt,
      })),
    })),
    generationJobs: prompt.generationJobs.map(({ id, status, count, modelVersion, error }) => ({
      id,
      status,
      count,
      modelName: modelVersion.name,
      error,
    })),
  };
}

function authorOf({
  modelVersion,
  sourceName,
}: {
  modelVersion: { id: string; name: string } | null;
  sourceName: string | null;
}): PromptView["completions"][number]["author"] {
  if (modelVersion) return { kind: "model", ...modelVersion };
  return sourceName === null ? null : { kind: "source", name: sourceName };
}
