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

const all: readonly Role[] = ["admin", "researcher", "annotator"];
const readers: readonly Role[] = ["admin", "researcher"];
const admins: readonly Role[] = ["admin"];
const annotators: readonly Role[] = ["admin", "annotator"];

function groupsOf(projectId: string): NavigationGroup[] {
  const base = `/projects/${projectId}`;
  return [
    {
      label: "Project",
      items: [
        { href: base, label: "Overview", icon: LayoutDashboard, exact: true, roles: readers },
        { href: `${base}/annotate`, label: "Rank answers", icon: ListOrdered, exact: true, roles: annotators },
        { href: `${base}/annotate/history`, label: "My history", icon: History, roles: annotators },
        { href: `${base}/guidelines`, label: "Guidelines", icon: FileText, roles: all },
      ],
    },
    {
      label: "Data",
      items: [
        { href: `${base}/prompts`, label: "Prompts", icon: MessageSquareText, roles: readers },
        { href: `${base}/tasks`, label: "Tasks", icon: ListChecks, roles: readers },
        { href: `${base}/data`, label: "Data", icon: Database, roles: readers },
        { href: `${base}/quality`, label: "Quality", icon: ShieldCheck, roles: readers },
      ],
    },
    {
      label: "Learning",
      items: [
        { href: `${base}/rounds`, label: "Rounds", icon: FlaskConical, roles: readers },
        { href: `${base}/models`, label: "Models", icon: Boxes, roles: readers },
      ],
    },
    {
      label: "Manage",
      items: [
        { href: `${base}/people`, label: "People", icon: Users, roles: admins },
        { href: `${base}/settings`, label: "Settings", icon: Settings, roles: admins },
        { href: `${base}/audit`, label: "Audit log", icon: ScrollText, roles: admins },
      ],
    },
  ];
}

/** The rail's groups for a role in a project; groups without anything are left out. */
export function navigationFor(project: { id: string; role: Role }) {
  return groupsOf(project.id)
    .map(({ label, items }) => ({ label, items: items.filter(({ roles }) => roles.includes(project.role)) }))
    .filter(({ items }) => items.length > 0);
}
