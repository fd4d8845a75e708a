import {
  Boxes,
  Database,
  FileText,
  FlaskConical,
  History,
  LayoutDashboard,
  ListChecks,
  ListOrdered,
  type LucideIcon,
  MessageSquareText,
  ScrollText,
  Settings,
  ShieldCheck,
  Users,
} from "lucide-react";
import type { useTranslations } from "next-intl";
import type { Role } from "../../../lib/generated/prisma/enums.ts";

export interface FrameContent {
  projects: { id: string; name: string; role: Role }[];
  project: { id: string; name: string; role: Role } | null;
  person: { name: string; email: string; installationRole: Role | null };
}

export interface NavigationItem {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Current only at exactly this address. */
  exact?: boolean;
}

interface NavigationGroup {
  label: string;
  items: (NavigationItem & { roles: readonly Role[] })[];
}

type NavigationWords = ReturnType<typeof useTranslations<"shared.navigation">>;

const all: readonly Role[] = ["admin", "researcher", "annotator"];
const readers: readonly Role[] = ["admin", "researcher"];
const admins: readonly Role[] = ["admin"];
const annotators: readonly Role[] = ["admin", "annotator"];

function groupsOf(projectId: string, t: NavigationWords): NavigationGroup[] {
  const base = `/projects/${projectId}`;
  return [
    {
      label: t("project"),
      items: [
        { href: base, label: t("overview"), icon: LayoutDashboard, exact: true, roles: readers },
        { href: `${base}/annotate`, label: t("annotate"), icon: ListOrdered, exact: true, roles: annotators },
        { href: `${base}/annotate/history`, label: t("history"), icon: History, roles: annotators },
        { href: `${base}/guidelines`, label: t("guidelines"), icon: FileText, roles: all },
      ],
    },
    {
      label: t("data"),
      items: [
        { href: `${base}/prompts`, label: t("prompts"), icon: MessageSquareText, roles: readers },
        { href: `${base}/tasks`, label: t("tasks"), icon: ListChecks, roles: readers },
        { href: `${base}/data`, label: t("data"), icon: Database, roles: readers },
        { href: `${base}/quality`, label: t("quality"), icon: ShieldCheck, roles: readers },
      ],
    },
    {
      label: t("learning"),
      items: [
        { href: `${base}/rounds`, label: t("rounds"), icon: FlaskConical, roles: readers },
        { href: `${base}/models`, label: t("models"), icon: Boxes, roles: readers },
      ],
    },
    {
      label: t("manage"),
      items: [
        { href: `${base}/people`, label: t("people"), icon: Users, roles: admins },
        { href: `${base}/settings`, label: t("settings"), icon: Settings, roles: admins },
        { href: `${base}/audit`, label: t("audit"), icon: ScrollText, roles: admins },
      ],
    },
  ];
}

/** The rail's groups for a role in a project; groups without anything are left out. */
export function navigationFor(project: { id: string; role: Role }, t: NavigationWords) {
  return groupsOf(project.id, t)
    .map(({ label, items }) => ({ label, items: items.filter(({ roles }) => roles.includes(project.role)) }))
    .filter(({ items }) => items.length > 0);
}
