"use client";

import { Button } from "../../../../../_components/button.tsx";
import { useAction } from "../../../../../_components/use-action.ts";
import { letIn } from "./actions.ts";

export function LetInButton({ projectId, userId, name }: { projectId: string; userId: string; name: string }) {
  const { pending, run } = useAction();
  return (
    <Button
      size="small"
      disabled={pending}
      aria-label={`Let in ${name}`}
      onClick={() => run(() => letIn({ projectId, userId }), { done: `${name} is let in.` })}
    >
      Let in
    </Button>
  );
}
