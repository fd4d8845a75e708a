import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import {
  type GenerationProgress,
  getGenerationProgress,
} from "../../../../../lib/completions/get-generation-progress.ts";
import { AppError } from "../../../../../lib/errors.ts";
import { getProject } from "../../../../../lib/projects/get-project.ts";
import { getStanding } from "../../../../../lib/quality/get-standing.ts";
import { claimTask } from "../../../../../lib/tasks/claim-task.ts";
import { getProgress } from "../../../../../lib/tasks/get-progress.ts";
import type { TaskView } from "../../../../../lib/tasks/task-view.ts";
import { authorisePage } from "../../../../_actions/authorise.ts";
import { homeOf } from "../../../../_components/frame/home-of.ts";
import { Closed } from "./_entry/closed.tsx";
import { Consent } from "./_entry/consent.tsx";
import { EntryPage } from "./_entry/entry-page.tsx";
import { judgingOf } from "./_workspace/task.ts";
import type { Writing } from "./_workspace/waiting.tsx";
import { Workspace } from "./_workspace/workspace.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("annotate.workspace"))("pageTitle") };
}

export default async function AnnotatePage({ params }: { params: Promise<{ projectId: string }> }) {
  const { projectId } = await params;
  const { actor, role } = await authorisePage(projectId, "annotate");
  const whose = { projectId, userId: actor.id };
  const [project, task] = await Promise.all([getProject({ projectId }), claimUnlessClosed(whose)]);
  const [progress, standing, writing] = await Promise.all([
    getProgress(whose),
    getStanding(whose),
    task ? null : getGenerationProgress({ projectId }),
  ]);
  const home = role === "annotator" ? "/projects" : homeOf({ id: projectId, role });
  const person = { name: actor.name, email: actor.email, installationRole: actor.installationRole };
  const { excluded, consent, qualification } = standing;
  if (excluded || consent || qualification?.state === "failed") {
    return (
      <EntryPage projectName={project.name} home={home} person={person}>
        {consent && !excluded ? (
          <Consent key={consent.id} projectId={projectId} form={consent} home={home} />
        ) : (
          <Closed reason={excluded ? "excluded" : "failed"} projectId={projectId} />
        )}
      </EntryPage>
    );
  }
  return (
    <Workspace
      project={{
        id: project.id,
        name: project.name,
        guidelines: project.guidelines,
        judging: judgingOf(project.settings),
      }}
      userId={actor.id}
      person={person}
      home={home}
      first={task && { ...task, leaseExpiresAt: task.leaseExpiresAt.toISOString() }}
      submitted={progress.submitted}
      left={progress.left}
      leftIsMore={progress.leftIsMore}
      trial={qualification?.state === "open" ? { done: qualification.done, of: qualification.of } : null}
      standstill={{
        writing: writing && writingOf(writing),
        dayFullUntil: task ? null : (progress.dayFullUntil?.toISOString() ?? null),
      }}
    />
  );
}

/** Null for somebody who may not work here (now): their standing says why. */
async function claimUnlessClosed(whose: { projectId: string; userId: string }): Promise<TaskView | null> {
  try {
    return await claimTask(whose);
  } catch (error) {
    if (error instanceof AppError && error.code === "FORBIDDEN") return null;
    throw error;
  }
}

/** What an annotator may know of it: how far, but not which model. */
function writingOf({ pendingPrompts, written, total, secondsLeft }: GenerationProgress): Writing | null {
  return pendingPrompts > 0 ? { written, total, secondsLeft } : null;
}
