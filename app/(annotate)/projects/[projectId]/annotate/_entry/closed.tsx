import { CircleSlash, GraduationCap } from "lucide-react";
import { ButtonLink } from "../../../../../_components/button.tsx";
import { EmptyState } from "../../../../../_components/empty-state.tsx";

/** Why there are no tasks for a person here, without blame, and what can be done. */
export function Closed({ reason, projectId }: { reason: "excluded" | "failed"; projectId: string }) {
  const history = <ButtonLink href={`/projects/${projectId}/annotate/history`}>Look at what you submitted</ButtonLink>;
  return (
    <>
      <h1 className="sr-only">No tasks for you here</h1>
      {reason === "excluded" ? (
        <EmptyState icon={CircleSlash} title="Your work here is paused" action={history}>
          An admin of this project has paused it. What you submitted is kept. If you think this is a mistake, ask them:
          it can be undone at any time.
        </EmptyState>
      ) : (
        <EmptyState icon={GraduationCap} title="Not passed this time" action={history}>
          <p>
            Your answers to the trial tasks differed from the known ones too often to go on. That says something about
            this project's guideline and these tasks, and nothing about you.
          </p>
          <p className="mt-2">
            If you would like to try all the same, ask an admin of the project: they can let you in.
          </p>
        </EmptyState>
      )}
    </>
  );
}
