"use client";

import { useTranslations } from "next-intl";
import { Button } from "../../_components/button.tsx";
import { Dialog, DialogClose } from "../../_components/dialog.tsx";
import { LinkToCopy } from "./link-to-copy.tsx";

/** A link that is shown once, to be handed on. */
export function LinkDialog({
  title,
  explanation,
  url,
  onClose,
}: {
  title: string;
  explanation: string;
  url: string;
  onClose: () => void;
}) {
  const t = useTranslations("admin.linkDialog");
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      description={explanation}
      footer={
        <DialogClose>
          <Button tone="primary">{t("done")}</Button>
        </DialogClose>
      }
    >
      <LinkToCopy url={url} />
    </Dialog>
  );
}
