import type { AuditLine } from "../../../../../lib/audit/list-audit-entries.ts";

/** Each action as one reads it, with the verb of its button. */
const words: Record<string, string> = {
  "annotator.dismiss": "Let a suspicion rest",
  "annotator.exclude": "Left out a person's work",
  "annotator.fail": "Closed a qualification: not passed",
  "annotator.letIn": "Let a person in without qualification",
  "annotator.pass": "Closed a qualification: passed",
  "annotator.readmit": "Counted a person's work again",
  "consent.publish": "Published a consent form",
  "data.export": "Exported data",
  "data.freeze": "Froze a dataset version",
  "gold.make": "Made a gold task",
  "gold.retire": "Retired a gold task",
  "group.create": "Made a group",
  "group.delete": "Deleted a group",
  "group.update": "Changed a group",
  "model.activate": "Made a model active",
  "model.removeWeights": "Removed old weights",
  "model.retire": "Retired a model",
  "person.acceptInvitation": "Accepted an invitation",
  "person.create": "Created an account",
  "person.createResetLink": "Made a reset link",
  "person.disable": "Locked a person",
  "person.enable": "Unlocked a person",
  "person.invite": "Made an invitation",
  "person.leave": "Deleted an account",
  "person.remove": "Removed a person",
  "person.setPassword": "Set a password",
  "person.setSkills": "Changed a person's skills",
  "person.setRole": "Changed a role",
  "person.signOutEverywhere": "Signed a person out everywhere",
  "person.withdrawInvitation": "Withdrew an invitation",
  "project.archive": "Archived the project",
  "project.create": "Created the project",
  "project.restore": "Restored the project",
  "project.update": "Changed the project",
  "prompts.add": "Added a prompt",
  "prompts.cancelGeneration": "Cancelled answers under way",
  "prompts.generate": "Generated answers",
  "prompts.import": "Imported prompts",
  "round.cancel": "Cancelled a round",
  "round.compare": "Asked people to compare a policy",
  "round.compared": "People compared a policy",
  "round.decide": "Decided on a round",
  "round.finish": "Finished a round",
  "round.launch": "Launched a round",
  "round.resume": "Resumed a round",
  "session.revoke": "Signed out of a browser",
  "task.cancel": "Cancelled a task",
  "task.settle": "Settled a task",
  "tasks.make": "Made tasks",
  "token.create": "Created an API token",
  "token.revoke": "Revoked an API token",
};

export function actionWords(action: string): string {
  return words[action] ?? action;
}

/** Where one sees what a line is about, if that has a page. */
export function targetHref(projectId: string, { targetType, targetId }: AuditLine): string | null {
  const base = `/projects/${projectId}`;
  if (targetType === "round") return `${base}/rounds/${targetId}`;
  if (targetType === "model") return `${base}/models#${targetId}`;
  if (targetType === "prompt") return `${base}/prompts/${targetId}`;
  if (targetType === "user" || targetType === "invitation") return `${base}/people`;
  return null;
}

/** The detail of a line as "name: value" pairs; what says nothing is left out. */
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
