import { CircleCheck, CircleHelp, CircleX, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import type { GateOutcome } from "../../../lib/generated/prisma/enums.ts";
import { Badge, type BadgeTone } from "../../_components/badge.tsx";

const looks: Record<GateOutcome, { icon: LucideIcon; tone: BadgeTone }> = {
  passed: { icon: CircleCheck, tone: "good" },
  failed: { icon: CircleX, tone: "danger" },
  undecided: { icon: CircleHelp, tone: "warning" },
};

/** A gate's outcome as icon and word. `name` before it where several stand together. */
export function GateBadge({ outcome, name }: { outcome: GateOutcome; name?: string }) {
  const t = useTranslations("research.gateOutcomes");
  const { icon: Icon, tone } = looks[outcome];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {name ? `${name}: ${t(outcome)}` : t(outcome)}
    </Badge>
  );
}
