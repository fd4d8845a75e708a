"use client";

import { Sparkles } from "lucide-react";
import { toast } from "sonner";
import { ConfirmDialog } from "../../../../_components/alert-dialog.tsx";
import { Button } from "../../../../_components/button.tsx";
import { formatCounted } from "../../../../_components/format-quantity.ts";
import { useAction } from "../../../../_components/use-action.ts";
import { generate } from "./actions.ts";

/** Has the active model answer the prompts named, or with null every prompt without an open task. */
export function GenerateButton({ projectId, promptIds }: { projectId: string; promptIds: string[] | null }) {
  const { pending, run } = useAction();
  const start = () =>
    run(() => generate({ projectId, promptIds }), {
      onDone: ({ prompts }) =>
        prompts === 0
          ? toast.info("Every prompt has an open task or is being answered.")
          : toast.success(`Answers for ${formatCounted(prompts, "prompt")} queued.`),
    });
  const button = (
    <Button disabled={pending} onClick={promptIds ? start : undefined}>
      <Sparkles aria-hidden />
      Generate answers
    </Button>
  );
  if (promptIds) return button;
  return (
    <ConfirmDialog
      tone="primary"
      title="Generate answers?"
      description="The active model answers every prompt that has no open task. Each becomes a new task as soon as its answers are there; nothing that exists is changed."
      confirm="Generate answers"
      trigger={button}
      onConfirm={start}
    />
  );
}
