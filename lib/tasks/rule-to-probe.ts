import type { Criterion } from "../projects/rubric.ts";
import type { ProjectSettings } from "../projects/settings.ts";
import { sha256 } from "../prompts/fingerprint.ts";

/** The rule that a conversation tries to have the model break, drawn from the task's id; null where none is probed. */
export function ruleToProbe(taskId: string, { converse, rubric: { rules } }: ProjectSettings): Criterion | null {
  if (!converse.probe || rules.length === 0) return null;
  return rules[Number.parseInt(sha256(`rule ${taskId}`).slice(0, 8), 16) % rules.length]!;
}
