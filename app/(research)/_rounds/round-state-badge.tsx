import {
  Ban,
  CircleCheck,
  CircleHelp,
  CircleX,
  Clock,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
} from "lucide-react";
import { useTranslations } from "next-intl";
import type { RoundState } from "../../../lib/generated/prisma/enums.ts";
import { Badge, type BadgeTone } from "../../_components/badge.tsx";

const looks: Record<RoundState, { icon: LucideIcon; tone: BadgeTone }> = {
  queued: { icon: Clock, tone: "neutral" },
  running: { icon: LoaderCircle, tone: "running" },
  succeeded: { icon: CircleCheck, tone: "good" },
  undecided: { icon: CircleHelp, tone: "warning" },
  rejected: { icon: CircleX, tone: "danger" },
  failed: { icon: TriangleAlert, tone: "danger" },
  cancelled: { icon: Ban, tone: "neutral" },
};

/** A round's state as icon and word. */
export function RoundStateBadge({ state }: { state: RoundState }) {
  const t = useTranslations("research.roundStates");
  const { icon: Icon, tone } = looks[state];
  return (
    <Badge tone={tone} title={t(`${state}.explanation`)}>
      <Icon aria-hidden className={state === "running" ? "animate-spin [animation-duration:2s]" : undefined} />
      {t(`${state}.name`)}
    </Badge>
  );
}
