import { useTranslations } from "next-intl";
import type { Split } from "../../lib/generated/prisma/enums.ts";
import { Badge } from "./badge.tsx";

/** On which side of the split a prompt is, for good. */
export function SplitBadge({ split }: { split: Split }) {
  const t = useTranslations("shared.splits");
  return (
    <Badge tone={split === "train" ? "neutral" : "accent"} title={t(`${split}.means`)}>
      {t(`${split}.name`)}
    </Badge>
  );
}
