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
        description: `You have not placed any answer. As it stands, ${order.join(" is better than ")}. The order on the screen was drawn at random.`,
        confirm: t("submitThisOrder"),
      };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      tone="primary"
      cancel="Go on ranking"
      onConfirm={onConfirm}
      {...words}
    />
  );
}
