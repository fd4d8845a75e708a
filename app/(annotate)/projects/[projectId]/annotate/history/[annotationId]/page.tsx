import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { getOwnAnnotation } from "../../../../../../../lib/annotations/list-own-annotations.ts";
import { getProject } from "../../../../../../../lib/projects/get-project.ts";
import { findProjectOfTask } from "../../../../../../../lib/tasks/find-project-of-task.ts";
import { authorisePage } from "../../../../../../_actions/authorise.ts";
import { judgingOf } from "../../_workspace/task.ts";
import { RevisionDesk } from "./revision-desk.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("annotate.revisionDesk"))("correctASubmission") };
}

export default async function RevisionPage({
  params,
}: {
  params: Promise<{ projectId: string; annotationId: string }>;
}) {
  const { projectId, annotationId } = await params;
  const { actor } = await authorisePage(projectId, "annotate");
  const annotation = await getOwnAnnotation({ annotationId, userId: actor.id });
  if (!annotation?.isRevisable || (await findProjectOfTask({ taskId: annotation.taskId })) !== projectId) notFound();
  const { guidelines, settings } = await getProject({ projectId });
  return (
    <RevisionDesk projectId={projectId} guidelines={guidelines} judging={judgingOf(settings)} annotation={annotation} />
  );
}
