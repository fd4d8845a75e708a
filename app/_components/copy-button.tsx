"use client";

import { Check, Copy } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { Button } from "./button.tsx";

/** Copies a text and says so for two seconds. */
export function CopyButton({
  text,
  label = "Copy",
  ...rest
}: Omit<ComponentProps<typeof Button>, "children" | "onClick"> & { text: string; label?: string }) {
  const [copied, setCopied] = useState(false);
  async function copy() {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  }
  return (
    <Button onClick={copy} {...rest}>
      {copied ? <Check /> : <Copy />}
      <span aria-live="polite">{copied ? "Copied" : label}</span>
    </Button>
  );
}
