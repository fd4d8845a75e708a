"use client";

import { TriangleAlert } from "lucide-react";
import { Badge } from "../../../../../_components/badge.tsx";
import { Button } from "../../../../../_components/button.tsx";
import { EmptyState } from "../../../../../_components/empty-state.tsx";

/** Before something that may be hard to read: what it is about, and the choice not to. */
export function SensitiveGate({
  tags,
  onShow,
  onSkip,
}: {
  tags: readonly string[];
  onShow: () => void;
  onSkip: () => void;
}) {
  return (
    <EmptyState
      icon={TriangleAlert}
      title="This may be hard to read"
      action={
        <>
          <Button tone="primary" onClick={onShow}>
            Show it
          </Button>
          <Button onClick={onSkip}>Skip it</Button>
        </>
      }
    >
      <p>The next task is about:</p>
      <p className="my-2 flex flex-wrap justify-center gap-1.5">
        {tags.map((tag) => (
          <Badge key={tag} tone="warning">
            {tag}
          </Badge>
        ))}
      </p>
      <p>You need not read it. Skipped, it goes to somebody else, and nobody counts it against you.</p>
    </EmptyState>
  );
}
