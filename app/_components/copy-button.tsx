"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, useState } from "react";
import { Button } from "./button.tsx";

/** Copies a text and says so for two seconds. */
export function CopyButton({
  text,
  label,
  ...rest
}: Omit<ComponentProps<typeof Button>, "children" | "onClick"> & { text: string; label?: string }) {
  const t = useTranslations("shared.copyButton");
  const [copied, setCopied] = useState(false);
  async function copy() {
    await writeToClipboard(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  }
  return (
    <Button onClick={copy} {...rest}>
      {copied ? <Check /> : <Copy />}
      <span aria-live="polite">{copied ? t("copied") : (label ?? t("copy"))}</span>
    </Button>
  );
}

/** Browsers offer the clipboard only over TLS or on localhost; elsewhere the old command still works. */
async function writeToClipboard(text: string): Promise<void> {
  if (navigator.clipboard) return await navigator.clipboard.writeText(text);
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
