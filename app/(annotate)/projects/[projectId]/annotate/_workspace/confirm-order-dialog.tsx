"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "../../../../../_components/alert-dialog.tsx";
import { letterOf } from "./words.ts";

/** Before an order that nobody touched is taken for a judgement. */
export function ConfirmOrderDialog({
  count,
  noneAcceptable,
  onConfirm,
  onClose,
}: {
  /** Answers shown. */
  count: number;
  noneAcceptable: boolean;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const t = useTranslations("annotate.confirmOrderDialog");
  const order = Array.from({ length: count }, (_, position) => letterOf(position));
  const words = noneAcceptable
    ? {
        title: t("submitWithoutAnOrder"),
        description: t("youMarkedNoneAsAcceptable"),
        confirm: t("submitAsEquallyBad"),
      }
    : {
        title: t("submitTheOrderAsShown"),
        description: t("youHaveNotPlacedAny", { order: order.join(" > ") }),
        confirm: t("submitThisOrder"),
      };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      tone="primary"
      cancel={t("goOnRanking")}
      onConfirm={onConfirm}
      {...words}
    />
  );
}
