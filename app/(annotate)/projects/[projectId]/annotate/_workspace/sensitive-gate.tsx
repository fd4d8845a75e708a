"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "../../../../../_components/badge.tsx";
import { Button } from "../../../../../_components/button.tsx";
import { EmptyState } from "../../../../../_components/empty-state.tsx";

/** Before something that may be hard to read: what it is about, and the choice not to. */
export function SensitiveGate({
  tags,
  onShow,
  onSkip,
}: {
  tags: readonly string[];
  onShow: () => void;
  onSkip: () => void;
}) {
  const t = useTranslations("annotate.sensitiveGate");
  return (
    <EmptyState
      icon={TriangleAlert}
      title={t("thisMayBeHardTo")}
      action={
        <>
          <Button tone="primary" onClick={onShow}>
            {t("showIt")}
          </Button>
          <Button onClick={onSkip}>{t("skipIt")}</Button>
        </>
      }
    >
      <p>{t("theNextTaskIsAbout")}</p>
      <p className="my-2 flex flex-wrap justify-center gap-1.5">
        {tags.map((tag) => (
          <Badge key={tag} tone="warning">
            {tag}
          </Badge>
        ))}
      </p>
      <p>{t("youNeedNotReadIt")}</p>
    </EmptyState>
  );
}
