"use client";

import { Snowflake } from "lucide-react";
import { toast } from "sonner";
import { Button } from "../../../../../_components/button.tsx";
import { useAction } from "../../../../../_components/use-action.ts";
import { freeze } from "./actions.ts";

/** Freezes what is there now; the same content again is the same version. */
export function FreezeButton({ projectId }: { projectId: string }) {
  const { pending, run } = useAction();
  return (
    <Button
      disabled={pending}
      onClick={() =>
        run(() => freeze({ projectId }), { onDone: ({ number }) => toast.success(`Frozen as version ${number}.`) })
      }
    >
      <Snowflake aria-hidden />
      {pending ? "Freezing …" : "Freeze now"}
    </Button>
  );
}
