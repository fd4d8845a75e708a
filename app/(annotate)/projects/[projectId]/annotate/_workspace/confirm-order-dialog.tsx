"use client";

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
  const order = Array.from({ length: count }, (_, position) => letterOf(position));
  const words = noneAcceptable
    ? {
        title: "Submit without an order?",
        description:
          "You marked none as acceptable and placed no answer: all count as equally bad. Some may still be better than others.",
        confirm: "Submit as equally bad",
      }
    : {
        title: "Submit the order as shown?",
        description: `You have not placed any answer. As it stands, ${order.join(" is better than ")}. The order on the screen was drawn at random.`,
        confirm: "Submit this order",
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
