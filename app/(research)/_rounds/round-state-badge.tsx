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
import type { RoundState } from "../../../lib/generated/prisma/enums.ts";
import { Badge, type BadgeTone } from "../../_components/badge.tsx";
import { roundStateExplanations } from "./round-words.ts";

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
  const { icon: Icon, tone } = looks[state];
  return (
    <Badge tone={tone} title={roundStateExplanations[state]}>
      <Icon aria-hidden className={state === "running" ? "animate-spin [animation-duration:2s]" : undefined} />
      {state}
    </Badge>
  );
}
