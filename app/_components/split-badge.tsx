import type { Split } from "../../lib/generated/prisma/enums.ts";
import { Badge } from "./badge.tsx";

const explanations: Record<Split, string> = {
  train: "The model learns from it.",
  validation: "Held out: checks each round, never trained on.",
  gold: "Held out even from the gates: answers only whether it has really got better.",
};

/** On which side of the split a prompt is, for good. */
export function SplitBadge({ split }: { split: Split }) {
  return (
    <Badge tone={split === "train" ? "neutral" : "accent"} title={explanations[split]}>
      {split}
    </Badge>
  );
}
