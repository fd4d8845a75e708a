import { LoaderCircle, MessageSquareText } from "lucide-react";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { can } from "../../../../../../lib/auth/permissions.ts";
import { getProject } from "../../../../../../lib/projects/get-project.ts";
import { getPrompt } from "../../../../../../lib/prompts/get-prompt.ts";
import { authorisePage } from "../../../../../_actions/authorise.ts";
import { orNotFound } from "../../../../../_actions/or-not-found.ts";
import { Badge } from "../../../../../_components/badge.tsx";
import { Card } from "../../../../../_components/card.tsx";
import { Conversation } from "../../../../../_components/conversation.tsx";
import { EmptyState } from "../../../../../_components/empty-state.tsx";
import { LiveRefresh } from "../../../../../_components/live-refresh.tsx";
import { Notice } from "../../../../../_components/notice.tsx";
import { PageHeader } from "../../../../../_components/page-header.tsx";
import { SplitBadge } from "../../../../../_components/split-badge.tsx";
import { TaskTalkDetails } from "../../../../../_components/task-talk-details.tsx";
import { GenerateButton } from "../generate-button.tsx";
import { MakeTasksDialog } from "../make-tasks-dialog.tsx";
import { AnswerGroups } from "./answer-groups.tsx";
import { numberAnswers } from "./number-answers.ts";
import { Rankings } from "./rankings.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("research.promptPage");
  return { title: t("prompt") };
}

export default async function PromptPage({ params }: { params: Promise<{ projectId: string; promptId: string }> }) {
  const t = await getTranslations("research.promptPage");
  const { projectId, promptId } = await params;
  const { role } = await authorisePage(projectId, "viewData");
  const [project, prompt] = await Promise.all([
    getProject({ projectId }),
    orNotFound(getPrompt({ projectId, promptId, withNames: can(role, "managePeople") })),
  ]);
  const base = `/projects/${projectId}`;
  const answers = numberAnswers(prompt);
  const annotations = prompt.tasks.flatMap((task) => task.annotations);
  const underWay = prompt.generationJobs.filter(({ status }) => status === "queued" || status === "running");
  const newestJob = prompt.generationJobs[0];
  return (
    <>
      <LiveRefresh projectId={projectId} types={["generation", "task"]} />
      <PageHeader
        title={t("prompt")}
        breadcrumb={[
          { href: base, label: project.name },
          { href: `${base}/prompts`, label: t("prompts") },
        ]}
        badge={
          <span className="flex flex-wrap gap-1">
            <SplitBadge split={prompt.split} />
            {prompt.tags.map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </span>
        }
        action={
          can(role, "manageProject") && (
            <>
              <GenerateButton projectId={projectId} promptIds={[prompt.id]} />
              <MakeTasksDialog projectId={projectId} promptIds={[prompt.id]} />
            </>
          )
        }
      />
      <div className="flex flex-col gap-4">
        <Card>
          <h2 className="sr-only">{t("conversation")}</h2>
          <h3 className="sr-only">{t("turns")}</h3>
          <Conversation messages={prompt.messages} />
        </Card>
        {underWay.length > 0 && (
          <p className="flex items-center gap-2 text-running">
            <LoaderCircle aria-hidden className="size-4 animate-spin [animation-duration:2s]" />
            {t("answersOnTheWay", {
              count: underWay.reduce((sum, { count }) => sum + count, 0),
              model: underWay[0]!.modelName,
            })}
          </p>
        )}
        {newestJob?.status === "failed" && (
          <Notice tone="danger" title={t("theLastAnswersCouldNot")}>
            {newestJob.error ?? t("theSamplerGaveNoReason")} {t("thoseWrittenBeforeAreKept")}
          </Notice>
        )}
        {answers.length === 0 ? (
          <Card flush>
            <EmptyState icon={MessageSquareText} title={t("noAnswersYet")}>
              {underWay.length > 0 ? t("theyAppearHereOneBy") : t("generateAnswersOrImportSome")}
            </EmptyState>
          </Card>
        ) : (
          <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
            <AnswerGroups answers={answers} annotations={annotations} projectId={projectId} />
            <div className="xl:sticky xl:top-8">
              <Rankings tasks={prompt.tasks} answers={answers} />
            </div>
          </div>
        )}
        {prompt.tasks.map(({ id, kind }) => (
          <TaskTalkDetails key={id} taskId={id} summary={t("talkAboutTheTask", { kind })} />
        ))}
      </div>
    </>
  );
}
