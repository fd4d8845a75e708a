import type { useTranslations } from "next-intl";
import { can } from "../../../../lib/auth/permissions.ts";
import type { Role } from "../../../../lib/generated/prisma/enums.ts";
import type { ProjectOverview } from "../../../../lib/projects/get-overview.ts";

/** Rankings below which a reward model has little to learn from. */
const rankingsWorthARound = 30;

export interface NextStep {
  title: string;
  explanation: string;
  /** Where it is done; null where there is nothing to do but wait, or the role may not. */
  action: { href: string; label: string } | null;
}

/** The one thing that brings the loop on from where it stands; `t` is of "research.nextStep". */
export function nextStep(
  overview: ProjectOverview,
  { projectId, role }: { projectId: string; role: Role },
  t: ReturnType<typeof useTranslations<"research.nextStep">>,
): NextStep {
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
      title: t("importPrompts.title"),
      explanation: t("importPrompts.explanation"),
      action: forAdmins({ href: `${base}/prompts?import=open`, label: t("importPrompts.action") }),
    };
  }
  if (undecided) {
    const { id, number } = undecided;
    return {
      title: mayManage ? t("decide.title", { number }) : t("decide.titleForOthers", { number }),
      explanation: t("decide.explanation"),
      action: { href: `${base}/rounds/${id}`, label: t("decide.action", { number }) },
    };
  }
  if (running) {
    const { id, number, state } = running;
    return {
      title: state === "queued" ? t("running.titleQueued", { number }) : t("running.title", { number }),
      explanation: t("running.explanation"),
      action: { href: `${base}/rounds/${id}`, label: t("running.action") },
    };
  }
  if (completions === 0 && writing === 0) {
    return {
      title: t("generate.title"),
      explanation: t("generate.explanation"),
      action: forAdmins({ href: `${base}/prompts`, label: t("generate.action") }),
    };
  }
  if (unseen >= rankingsWorthARound) {
    return {
      title: t("launch.title"),
      explanation: t("launch.explanation", { unseen }),
      action: forAdmins({ href: `${base}/rounds?launch=open`, label: t("launch.action") }),
    };
  }
  if (tasks.open > 0) {
    return {
      title: annotations.total === 0 ? t("rank.titleFirst") : t("rank.title"),
      explanation: t("rank.explanation", { open: tasks.open, enough: rankingsWorthARound, unseen }),
      action: can(role, "annotate") ? { href: `${base}/annotate`, label: t("rank.action") } : null,
    };
  }
  if (writing > 0) {
    return { title: t("writing.title"), explanation: t("writing.explanation"), action: null };
  }
  return {
    title: t("allDone.title"),
    explanation: t("allDone.explanation"),
    action: forAdmins({ href: `${base}/prompts`, label: t("allDone.action") }),
  };
}
