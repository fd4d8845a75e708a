import type { TaskKind } from "../generated/prisma/enums.ts";
import type { Criterion } from "../projects/rubric.ts";
import type { Message } from "../prompts/messages.ts";
import type { Draft } from "./draft.ts";

/** A task as the annotator who holds it may see it: nothing here tells which model wrote what. */
export interface TaskView {
  id: string;
  /** Names the draft that a browser keeps. Not the assignment's id, which tells when that was made, and so a check. */
  draftKey: string;
  kind: TaskKind;
  messages: Message[];
  /** In the order drawn for this person, the same on every reload. */
  completions: { id: string; text: string }[];
  leaseExpiresAt: Date;
  draft: Draft | null;
  guidelinesAvailable: boolean;
  /** The rule that a conversation tries to have the model break; null for a task that probes none. */
  probedRule: Criterion | null;
  /** Why somebody may not want to read it: only those of the prompt's tags that the project warns of. */
  sensitiveTags: string[];
}
