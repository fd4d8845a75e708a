import type { Metadata } from "next";
import {
  type GenerationProgress,
  getGenerationProgress,
} from "../../../../../lib/completions/get-generation-progress.ts";
import { getProject } from "../../../../../lib/projects/get-project.ts";
import { claimTask } from "../../../../../lib/tasks/claim-task.ts";
import { getProgress } from "../../../../../lib/tasks/get-progress.ts";
import { authorisePage } from "../../../../_actions/authorise.ts";
import { homeOf } from "../../../../_components/frame/home-of.ts";
import { judgingOf } from "./_workspace/task.ts";
import type { Writing } from "./_workspace/waiting.tsx";
import { Workspace } from "./_workspace/workspace.tsx";

export const metadata: Metadata = { title: "Judge answers" };

export default async function AnnotatePage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  const { actor, role } = await authorisePage(projectId, "annotate");
  const [project, task] = await Promise.all([getProject({ projectId }), claimTask({ projectId, userId: actor.id })]);
  const [progress, writing] = await Promise.all([
    getProgress({ projectId, userId: actor.id }),
    task ? null : getGenerationProgress({ projectId }),
  ]);
  return (
    <Workspace
      project={{
        id: project.id,
        name: project.name,
        guidelines: project.guidelines,
        judging: judgingOf(project.settings),
      }}
      userId={actor.id}
      person={{ name: actor.name, email: actor.email, installationRole: actor.installationRole }}
      home={role === "annotator" ? "/projects" : homeOf({ id: projectId, role })}
      first={task && { ...task, leaseExpiresAt: task.leaseExpiresAt.toISOString() }}
      submitted={progress.submitted}
      left={progress.left}
      leftIsMore={progress.leftIsMore}
      writing={writing && writingOf(writing)}
    />
  );
}

/** What an annotator may know of it: how far, but not which model. */
function writingOf({ pendingPrompts, written, total, secondsLeft }: GenerationProgress): Writing | null {
  return pendingPrompts > 0 ? { written, total, secondsLeft } : null;
}
