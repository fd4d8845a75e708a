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

/** The detail of a line as "name: value" pairs, in the words of the code; what says nothing is left out. */
export function detailWords(detail: unknown): string {
  if (typeof detail !== "object" || detail === null) return "";
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== "" && JSON.stringify(value) !== "{}")
    .map(([name, value]) => `${spaced(name)}: ${valueWords(value)}`)
    .join(" · ");
}

function valueWords(value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (Array.isArray(value)) return value.map(valueWords).join(", ");
  if (typeof value === "object" && value !== null) return JSON.stringify(value);
  return String(value);
}

function spaced(name: string): string {
  return name.replace(/([A-Z])/g, " $1").toLowerCase();
}
