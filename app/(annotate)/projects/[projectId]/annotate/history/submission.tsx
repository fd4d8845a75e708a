import { Ban, Flag, MessageSquare, Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import type { OwnAnnotation } from "../../../../../../lib/annotations/list-own-annotations.ts";
import { Badge } from "../../../../../_components/badge.tsx";
import { ButtonLink } from "../../../../../_components/button.tsx";
import { TimeAgo } from "../../../../../_components/time-ago.tsx";
import { useQuantities } from "../../../../../_components/use-quantities.ts";
import { letterOf } from "../_workspace/words.ts";

/** One of a person's own submissions, in a line or two. */
export function Submission({ annotation, path }: { annotation: OwnAnnotation; path: string }) {
  const { formatDuration } = useQuantities();
  const t = useTranslations("annotate.submission");
  const kinds = useTranslations("shared.kinds");
  const { kind, messages, completions, ranking, noneAcceptable, flags, comment, isRevision, isRevisable } = annotation;
  const letter = (id: string) => letterOf(completions.findIndex((completion) => completion.id === id));
  const order = ranking.map((group) => group.map(letter).join(" = "));
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p dir="auto" className="line-clamp-2 break-words">
          {messages.at(-1)?.content}
        </p>
        <div className="mt-1.5 flex flex-wrap items-center gap-x-2 gap-y-1.5 text-muted text-sm">
          {kind !== "rank" && <Badge>{kinds(`${kind}.noun`)}</Badge>}
          {order.length > 0 && (
            <span className="font-medium text-foreground tabular-nums">
              <span className="sr-only">{t("order", { order: order.join(", ") })}</span>
              <span aria-hidden>{order.join(" › ")}</span>
            </span>
          )}
          {noneAcceptable && (
            <Badge tone="warning">
              <Ban aria-hidden /> {t("noneAcceptable")}
            </Badge>
          )}
          {flags.length > 0 && (
            <Badge tone="danger">
              <Flag aria-hidden /> {t("flagged")}
            </Badge>
          )}
          {comment && (
            <Badge>
              <MessageSquare aria-hidden /> {t("comment")}
            </Badge>
          )}
          {isRevision && <Badge>{t("corrected")}</Badge>}
          <TimeAgo date={annotation.createdAt} />
          {annotation.activeSeconds !== null && <span>· {formatDuration(annotation.activeSeconds)}</span>}
        </div>
      </div>
      {isRevisable && (
        <ButtonLink href={path} size="small">
          <Pencil aria-hidden /> {t("correct")}
        </ButtonLink>
      )}
    </li>
  );
}
