import type { AuditLine } from "../../../../../lib/audit/list-audit-entries.ts";

/** Where one sees what a line is about, if that has a page. */
export function targetHref(projectId: string, { action, targetType, targetId }: AuditLine): string | null {
  const base = `/projects/${projectId}`;
  if (action.startsWith("flags.")) return `${base}/quality/flags`;
  if (targetType === "round") return `${base}/rounds/${targetId}`;
  if (targetType === "model") return `${base}/models#${targetId}`;
  if (targetType === "prompt") return `${base}/prompts/${targetId}`;
  if (targetType === "user" || targetType === "invitation") return `${base}/people`;
  return null;
}
