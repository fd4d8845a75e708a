import { can } from "../../../../lib/auth/permissions.ts";
import type { Role } from "../../../../lib/generated/prisma/enums.ts";
import type { ProjectOverview } from "../../../../lib/projects/get-overview.ts";
import { formatCounted } from "../../../_components/format-quantity.ts";

/** Rankings below which a reward model has little to learn from. */
const rankingsWorthARound = 30;

export interface NextStep {
  title: string;
  explanation: string;
  /** Where it is done; null where there is nothing to do but wait, or the role may not. */
  action: { href: string; label: string } | null;
}

/** The one thing that brings the loop on from where it stands. */
export function nextStep(overview: ProjectOverview, { projectId, role }: { projectId: string; role: Role }): NextStep {
  const base = `/projects/${projectId}`;
  const mayManage = can(role, "manageProject");
  const forAdmins = (action: NextStep["action"]) => (mayManage ? action : null);
  const { prompts, completions, tasks, annotations, generation, rankingsNoRoundHasSeen: unseen } = overview;
  const { lastRounds } = overview;
  const running =
    lastRounds.find(({ state }) => state === "running") ?? lastRounds.find(({ state }) => state === "queued");
  const lastSuccess = lastRounds.findIndex(({ state }) => state === "succeeded");
  const sinceLastSuccess = lastRounds.slice(0, lastSuccess < 0 ? undefined : lastSuccess);
  const undecided = sinceLastSuccess.find(({ state }) => state === "undecided");
  const writing = generation.queued + generation.running;

  if (prompts.total === 0) {
    return {
      title: "Import prompts",
      explanation: "Everything starts with the questions the model shall answer well: a JSONL file, or type one.",
      action: forAdmins({ href: `${base}/prompts?import=open`, label: "Import prompts" }),
    };
  }
  if (undecided) {
    return {
      title: mayManage
        ? `Decide on round ${undecided.number}`
        : `Round ${undecided.number} waits for an admin’s decision`,
      explanation:
        "Its figures cannot tell whether the new policy is better; its answers, side by side with the old ones, may.",
      action: { href: `${base}/rounds/${undecided.id}`, label: `Open round ${undecided.number}` },
    };
  }
  if (running) {
    return {
      title: `Round ${running.number} is ${running.state === "queued" ? "waiting for the trainer" : "running"}`,
      explanation: "Ranking goes on meanwhile; what comes in now is for the round after it.",
      action: { href: `${base}/rounds/${running.id}`, label: "Watch it" },
    };
  }
  if (completions === 0 && writing === 0) {
    return {
      title: "Have the model answer the prompts",
      explanation: "People rank answers, and there are none yet.",
      action: forAdmins({ href: `${base}/prompts`, label: "Generate answers" }),
    };
  }
  if (unseen >= rankingsWorthARound) {
    return {
      title: "Launch a round",
      explanation: `${formatCounted(unseen, "ranking")} no round has learned from ${unseen === 1 ? "is" : "are"} there.`,
      action: forAdmins({ href: `${base}/rounds?launch=open`, label: "Launch a round" }),
    };
  }
  if (tasks.open > 0) {
    return {
      title: annotations.total === 0 ? "Rank the first answers" : "Rank more answers",
      explanation: `${formatCounted(tasks.open, "task")} wait${tasks.open === 1 ? "s" : ""}. A round is worth it from about ${rankingsWorthARound} new rankings; ${formatCounted(unseen, "is", "are")} there.`,
      action: can(role, "annotate") ? { href: `${base}/annotate`, label: "Rank answers" } : null,
    };
  }
  if (writing > 0) {
    return {
      title: "Answers are being written",
      explanation: "Each prompt becomes a task as soon as its answers are there.",
      action: null,
    };
  }
  return {
    title: "Every task is done",
    explanation: "Have the model answer the prompts anew, or import more of them.",
    action: forAdmins({ href: `${base}/prompts`, label: "Go to prompts" }),
  };
}
