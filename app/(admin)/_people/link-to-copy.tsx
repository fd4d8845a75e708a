"use client";

import { CopyButton } from "../../_components/copy-button.tsx";
import { Input } from "../../_components/input.tsx";

export function LinkToCopy({ url }: { url: string }) {
  return (
    <div className="flex gap-2">
      <Input
        readOnly
        value={url}
        aria-label="Link"
        onFocus={(event) => event.target.select()}
        className="font-mono text-sm"
      />
      <CopyButton text={url} label="Copy link" tone="primary" />
    </div>
  );
}
