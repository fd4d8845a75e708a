"use client";

import { ArrowLeft, BookOpen } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo, useState } from "react";
import { toast } from "sonner";
import type { OwnAnnotation } from "../../../../../../../lib/annotations/list-own-annotations.ts";
import { Button, ButtonLink } from "../../../../../../_components/button.tsx";
import { AttentionClock } from "../../_workspace/attention.ts";
import { Board } from "../../_workspace/boards.tsx";
import { type Decision, decisionOf, submissionOf } from "../../_workspace/decision.ts";
import { Guideline } from "../../_workspace/guideline.tsx";
import type { Layout } from "../../_workspace/layout-menu.tsx";
import type { Judging, OpenTask } from "../../_workspace/task.ts";
import { usePreference } from "../../_workspace/use-preference.ts";
import { submitAgain } from "./actions.ts";

/** An earlier submission on the board again, to be corrected. */
export function RevisionDesk({
  projectId,
  guidelines,
  judging,
  annotation,
}: {
  projectId: string;
  guidelines: string;
  judging: Judging;
  annotation: OwnAnnotation;
}) {
  const t = useTranslations("annotate.revisionDesk");
  const router = useRouter();
  const [layout] = usePreference<Layout>("layout", "columns");
  const [scrolling] = usePreference<"together" | "apart">("scrolling", "together");
  const [marking] = usePreference<"on" | "off">("differences", "off");
  const [singleKeys] = usePreference<"on" | "off">("single-keys", "on");
  const [guidelineOpen, setGuidelineOpen] = useState(false);
  const history = `/projects/${projectId}/annotate/history`;

  const { task, initial, clock } = useMemo(() => sittingOf(annotation), [annotation]);
  useEffect(() => clock.watch(), [clock]);
  const ignore = useCallback(() => {}, []);

  async function submit(decision: Decision) {
    const submission = submissionOf(decision, clock.seconds());
    const answer = await submitAgain({ annotationId: annotation.id, submission }).catch(() => null);
    if (answer?.ok) {
      toast.success(t("submittedAgainOnlyThisVersion"));
      router.push(history);
    } else {
      toast.error(answer?.message ?? t("theServerDoesNotAnswer"));
    }
  }

  return (
    <div className="flex min-h-dvh flex-col">
      <header
        data-beside
        className="sticky top-0 z-20 flex h-11 items-center gap-2 border-b border-border bg-surface px-2 sm:px-4"
      >
        <ButtonLink href={history} tone="quiet" size="small">
          <ArrowLeft aria-hidden /> {t("myHistory")}
        </ButtonLink>
        <h1 id="task" tabIndex={-1} className="min-w-0 flex-1 truncate font-semibold outline-none">
          {t("correctASubmission")}
        </h1>
        <Button tone="quiet" size="small" aria-pressed={guidelineOpen} onClick={() => setGuidelineOpen(!guidelineOpen)}>
          <BookOpen aria-hidden />
          <span className="sr-only md:not-sr-only">{t("guideline")}</span>
        </Button>
      </header>
      <div className="flex flex-1">
        <main className="flex min-w-0 flex-1 flex-col">
          <Board
            task={task}
            initial={initial}
            judging={judging}
            differences={marking === "on"}
            clock={clock}
            layout={layout}
            scrollTogether={scrolling === "together"}
            singleKeys={singleKeys === "on"}
            submitLabel={t("submitAgain")}
            onChange={ignore}
            onSubmit={(decision) => void submit(decision)}
            onCancel={() => router.push(history)}
          />
        </main>
        <Guideline text={guidelines} open={guidelineOpen} onClose={() => setGuidelineOpen(false)} />
      </div>
    </div>
  );
}

function sittingOf({ taskId, kind, messages, completions, draft, activeSeconds }: OwnAnnotation) {
  const task: OpenTask = {
    id: taskId,
    draftKey: taskId,
    kind,
    messages,
    completions,
    leaseExpiresAt: "",
    draft: null,
    guidelinesAvailable: true,
    probedRule: null,
    sensitiveTags: [],
  };
  return { task, initial: decisionOf(task, draft), clock: new AttentionClock(activeSeconds ?? 0) };
}
