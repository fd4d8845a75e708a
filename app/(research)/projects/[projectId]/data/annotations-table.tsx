import { Flag, MessageSquare } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { AnnotationLine } from "../../../../../lib/annotations/list-annotations.ts";
import { Badge } from "../../../../_components/badge.tsx";
import { useFlagReason } from "../../../../_components/flag-reasons.ts";
import { SplitBadge } from "../../../../_components/split-badge.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../../../_components/table.tsx";
import { TimeAgo } from "../../../../_components/time-ago.tsx";
import { useQuantities } from "../../../../_components/use-quantities.ts";

export function AnnotationsTable({ projectId, annotations }: { projectId: string; annotations: AnnotationLine[] }) {
  const t = useTranslations("research.annotationsTable");
  return (
    <Table label={t("rankings")}>
      <TableHead>
        <tr>
          <TableHeader className="w-full">{t("prompt")}</TableHeader>
          <TableHeader>{t("side")}</TableHeader>
          <TableHeader>{t("ranking")}</TableHeader>
          <TableHeader>{t("by")}</TableHeader>
          <TableHeader numeric>{t("took")}</TableHeader>
          <TableHeader>{t("when")}</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {annotations.map((annotation) => (
          <AnnotationRow key={annotation.id} projectId={projectId} annotation={annotation} />
        ))}
      </TableBody>
    </Table>
  );
}

function AnnotationRow({ projectId, annotation }: { projectId: string; annotation: AnnotationLine }) {
  const reasonInWords = useFlagReason();
  const { formatDuration } = useQuantities();
  const t = useTranslations("research.annotationsTable");
  const { prompt, ranking, noneAcceptable, flags, comment, extra, leftOut, isRevision, source, annotator } = annotation;
  return (
    <TableRow interactive>
      <TableCell className="min-w-64 max-w-0">
        <Link
          href={`/projects/${projectId}/prompts/${prompt.id}`}
          className="line-clamp-2 break-words after:absolute after:inset-0"
        >
          {prompt.text}
        </Link>
        {comment && (
          <span className="mt-1 flex gap-1.5 text-muted text-sm">
            <MessageSquare aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            <span className="line-clamp-2 break-words">{comment}</span>
          </span>
        )}
        {flags.map((flag) => (
          <span key={`${flag.completionId} ${flag.reason}`} className="mt-1 flex gap-1.5 text-sm">
            <Flag aria-hidden className="mt-0.5 size-3.5 shrink-0 text-warning" />
            <span className="line-clamp-2 break-words">
              {reasonInWords(flag.reason)}
              {flag.note && `: ${flag.note}`}
            </span>
          </span>
        ))}
      </TableCell>
      <TableCell label={t("side")}>
        <SplitBadge split={prompt.split} />
      </TableCell>
      <TableCell label={t("ranking")}>
        <span className="flex flex-wrap items-center gap-1">
          <span className="whitespace-nowrap">
            <Shape ranking={ranking} />
          </span>
          {noneAcceptable && <Badge tone="warning">{t("noneAcceptable")}</Badge>}
          {isRevision && <Badge title={t("itReplacesAnEarlierOne")}>{t("revised")}</Badge>}
          {leftOut && (
            <Badge tone="warning" title={t("itsTaskIsLeftOut")}>
              {t("leftOut")}
            </Badge>
          )}
          {extra && <Badge title={t("cameInAfterTheTask")}>{t("extra")}</Badge>}
        </span>
      </TableCell>
      <TableCell label={t("by")} className="max-w-48 truncate text-muted">
        {source === "import" ? t("imported") : (annotator.name ?? annotator.pseudonym.slice(0, 8))}
      </TableCell>
      <TableCell label={t("took")} numeric className="whitespace-nowrap text-muted">
        {annotation.activeSeconds === null ? "–" : formatDuration(annotation.activeSeconds)}
      </TableCell>
      <TableCell label={t("when")} className="text-muted">
        <TimeAgo date={annotation.createdAt} />
      </TableCell>
    </TableRow>
  );
}

/** "4 in order", "4 in 3 places", "4 tied". */
function Shape({ ranking }: { ranking: AnnotationLine["ranking"] }) {
  const t = useTranslations("research.annotationsTable.shapes");
  const answers = ranking.flat().length;
  if (answers === 1) return t("one");
  if (ranking.length === 1) return t("tied", { answers });
  if (ranking.length === answers) return t("inOrder", { answers });
  return t("inPlaces", { answers, places: ranking.length });
}
