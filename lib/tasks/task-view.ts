import type { TaskKind } from "../generated/prisma/enums.ts";
import type { Message } from "../prompts/messages.ts";
import type { Draft } from "./draft.ts";

/** A task as the annotator who holds it may see it: nothing here tells which model wrote what. */
export interface TaskView {
  id: string;
  assignmentId: string;
  kind: TaskKind;
  messages: Message[];
  /** In the order drawn for this person, the same on every reload. */
  completions: { id: string; text: string }[];
  leaseExpiresAt: Date;
  draft: Draft | null;
  guidelinesAvailable: boolean;
}
