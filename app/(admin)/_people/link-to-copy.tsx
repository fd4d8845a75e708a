"use client";

import { useTranslations } from "next-intl";
import { CopyButton } from "../../_components/copy-button.tsx";
import { Input } from "../../_components/input.tsx";

export function LinkToCopy({ url }: { url: string }) {
  const t = useTranslations("admin.linkToCopy");
  return (
    <div className="flex gap-2">
      <Input
        readOnly
        value={url}
        aria-label={t("link")}
        onFocus={(event) => event.target.select()}
        className="font-mono text-sm"
      />
      <CopyButton text={url} label={t("copyLink")} tone="primary" />
    </div>
  );
}
