"use client";

import { CircleCheck, Lightbulb } from "lucide-react";
import { useTranslations } from "next-intl";
import type { SubmissionInput } from "../../../../../../lib/annotations/submission.ts";
import { Button } from "../../../../../_components/button.tsx";
import { Dialog, DialogClose } from "../../../../../_components/dialog.tsx";
import { Markdown } from "../../../../../_components/markdown.tsx";
import type { TaughtTask } from "./use-task-queue.ts";
import { letterOf, useOrderWords } from "./words.ts";

/** After a task with a known answer: how far one's own order meets it, the known order, and why. */
export function GoldFeedbackDialog({ taught, onClose }: { taught: TaughtTask; onClose: () => void }) {
  const t = useTranslations("annotate.goldFeedbackDialog");
  const { ordinal } = useOrderWords();
  const { task, submission, feedback } = taught;
  const { right, of, known, explanation } = feedback;
  const isAlike = right === of;
  const Icon = isAlike ? CircleCheck : Lightbulb;
  const own = ownOrder(submission, task.completions);
  return (
    <Dialog
      wide
      open
      onOpenChange={(open) => !open && onClose()}
      title={isAlike ? t("thatIsHowTheProject") : t("theProjectSeesThisOne")}
      description={isAlike ? t("theAnswerToTheTask") : t("knownPairs", { right, of })}
      footer={
        <DialogClose>
          <Button tone="primary">{t("goOn")}</Button>
        </DialogClose>
      }
    >
      <div className="flex flex-col gap-4">
        {explanation && (
          <section aria-label={t("why")} className="flex gap-3 rounded-lg bg-accent-soft px-4 py-3">
            <Icon aria-hidden className="mt-1 size-4 shrink-0 text-accent-text" />
            <Markdown text={explanation} className="min-w-0" />
          </section>
        )}
        {own && !isAlike && (
          <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
            <dt className="text-muted">{t("known")}</dt>
            <dd className="font-medium tabular-nums">{inLetters(known)}</dd>
            <dt className="text-muted">{t("yours")}</dt>
            <dd className="font-medium tabular-nums">{inLetters(own)}</dd>
          </dl>
        )}
        <ol className="flex flex-col divide-y divide-border rounded-lg border border-border">
          {known.map((group, place) =>
            group.map((position) => (
              <li key={position} className="flex gap-3 px-3 py-2.5">
                <span className="w-16 shrink-0">
                  <span className="font-semibold">{letterOf(position)}</span>{" "}
                  <span className="text-muted text-sm">{ordinal(place + 1)}</span>
                </span>
                <details className="min-w-0 flex-1">
                  <summary className="cursor-pointer truncate">
                    {task.completions[position]!.text.slice(0, 160)}
                  </summary>
                  <Markdown text={task.completions[position]!.text} className="mt-2" />
                </details>
              </li>
            )),
          )}
        </ol>
      </div>
    </Dialog>
  );
}

/** A › B = C */
function inLetters(groups: readonly (readonly number[])[]): string {
  return groups.map((group) => group.map(letterOf).join(" = ")).join(" › ");
}

/** The order submitted, as positions; null for kinds that give none directly. */
function ownOrder(submission: SubmissionInput, completions: readonly { id: string }[]): number[][] | null {
  const position = (id: string) => completions.findIndex((completion) => completion.id === id);
  if ("ranking" in submission) return submission.ranking.map((group) => group.map(position).sort((a, b) => a - b));
  if (submission.kind === "compare") {
    if (submission.preferred === null) return [[0, 1]];
    const best = position(submission.preferred);
    return [[best], [1 - best]];
  }
  return null;
}
