import { Flag, MessageSquare } from "lucide-react";
import { useTranslations } from "next-intl";
import type { PromptView } from "../../../../../../lib/prompts/get-prompt.ts";
import { Badge } from "../../../../../_components/badge.tsx";
import { Card } from "../../../../../_components/card.tsx";
import { useFlagReason } from "../../../../../_components/flag-reasons.ts";
import { TimeAgo } from "../../../../../_components/time-ago.tsx";
import { useQuantities } from "../../../../../_components/use-quantities.ts";
import type { NumberedAnswer, PromptAnnotation } from "./number-answers.ts";

/** What people decided about a prompt's answers, task by task. */
export function Rankings({ tasks, answers }: { tasks: PromptView["tasks"]; answers: NumberedAnswer[] }) {
  const t = useTranslations("research.rankings");
  const numbers = new Map(answers.map(({ id, number }) => [id, number]));
  const annotated = tasks.filter(({ annotations }) => annotations.length > 0).reverse();
  const open = tasks.filter(({ status }) => status === "open").length;
  return (
    <Card title={t("rankings")} description={open > 0 ? t("openTasks", { count: open }) : undefined} flush>
      {annotated.length === 0 ? (
        <p className="px-4 py-6 text-center text-muted">{t("nobodyHasRankedTheseAnswers")}</p>
      ) : (
        <ol className="divide-y divide-border">
          {annotated.flatMap((task) =>
            task.annotations.map((annotation) => (
              <li key={annotation.id} className="px-4 py-3">
                <RankingEntry annotation={annotation} numbers={numbers} />
              </li>
            )),
          )}
        </ol>
      )}
    </Card>
  );
}

function RankingEntry({ annotation, numbers }: { annotation: PromptAnnotation; numbers: Map<string, number> }) {
  const reasonInWords = useFlagReason();
  const { formatDuration } = useQuantities();
  const t = useTranslations("research.rankings");
  const { annotator, ranking, noneAcceptable, flags, comment, extra, activeSeconds, createdAt } = annotation;
  const label = (id: string) => numbers.get(id) ?? "?";
  return (
    <>
      <p className="flex flex-wrap items-center gap-1 font-medium tabular-nums">
        {ranking.map((group, place) => (
          <span key={group.join()} className="inline-flex items-center gap-1">
            {place > 0 && <span className="text-muted">{t("gt")}</span>}
            {group.map((id, position) => (
              <span key={id} className="inline-flex items-center gap-1">
                {position > 0 && <span className="text-muted">=</span>}
                <a
                  href={`#answer-${label(id)}`}
                  aria-label={t("answerId", { id: label(id) })}
                  className="inline-flex size-6 items-center justify-center rounded border border-border bg-inset text-sm hover:border-border-strong"
                >
                  {label(id)}
                </a>
              </span>
            ))}
          </span>
        ))}
      </p>
      <p className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-muted text-sm">
        <span className="min-w-0 truncate">
          {annotator.name ?? t("annotatorValue", { value: annotator.pseudonym.slice(0, 8) })}
        </span>
        <TimeAgo date={createdAt} />
        {activeSeconds !== null && (
          <span>{t("tookActiveSeconds", { activeSeconds: formatDuration(activeSeconds) })}</span>
        )}
        {noneAcceptable && <Badge tone="warning">{t("noneAcceptable")}</Badge>}
        {extra && <Badge title={t("cameInAfterTheTask")}>{t("extra")}</Badge>}
      </p>
      {comment && (
        <p className="mt-1.5 flex gap-1.5 text-sm">
          <MessageSquare aria-hidden className="mt-0.5 size-3.5 shrink-0 text-muted" />
          <span className="min-w-0 break-words">{comment}</span>
        </p>
      )}
      {flags.map((flag) => (
        <p key={`${flag.completionId} ${flag.reason}`} className="mt-1.5 flex gap-1.5 text-sm">
          <Flag aria-hidden className="mt-0.5 size-3.5 shrink-0 text-warning" />
          <span className="min-w-0 break-words">
            {flag.completionId ? t("answerCompletionId", { completionId: label(flag.completionId) }) : t("task")}
            {reasonInWords(flag.reason)}
            {flag.note && `: ${flag.note}`}
          </span>
        </p>
      ))}
    </>
  );
}
