"use client";

import { ConfirmDialog } from "../../../../_components/alert-dialog.tsx";
import { Button } from "../../../../_components/button.tsx";
import { Card } from "../../../../_components/card.tsx";
import { useAction } from "../../../../_components/use-action.ts";
import { setArchived } from "./actions.ts";

/** Puts the project away, or takes it back. */
export function ArchiveCard({ projectId, name, archived }: { projectId: string; name: string; archived: boolean }) {
  const { pending, run } = useAction();
  return (
    <Card
      title={archived ? "This project is archived" : "Archive this project"}
      description={
        archived
          ? "Restore it, and people get tasks again and rounds can start."
          : "Nobody gets tasks any more and no round starts. All data stays, and it can be restored at any time."
      }
    >
      {archived ? (
        <Button
          tone="primary"
          disabled={pending}
          onClick={() => run(() => setArchived({ projectId, archived: false }), { done: "Project restored." })}
        >
          Restore
        </Button>
      ) : (
        <ConfirmDialog
          title={`Archive ${name}?`}
          description="People lose the tasks they have open; drafts are kept. It disappears from the list of projects until it is restored here."
          confirm="Archive"
          trigger={<Button disabled={pending}>Archive …</Button>}
          onConfirm={() => run(() => setArchived({ projectId, archived: true }), { done: "Project archived." })}
        />
      )}
    </Card>
  );
}
