import Link from "next/link";
import { useTranslations } from "next-intl";
import type { AuditLine } from "../../../../../lib/audit/list-audit-entries.ts";
import { DateTime } from "../../../../_components/date-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../../../_components/table.tsx";
import { targetHref } from "./target-href.ts";
import { useDetailWords } from "./use-detail-words.ts";

export function AuditTable({ projectId, entries }: { projectId: string; entries: AuditLine[] }) {
  const t = useTranslations("admin.auditTable");
  const actions = useTranslations("admin.auditActions");
  const inWords = useDetailWords();
  return (
    <Table label={t("auditLog")}>
      <TableHead>
        <tr>
          <TableHeader>{t("when")}</TableHeader>
          <TableHeader>{t("who")}</TableHeader>
          <TableHeader>{t("what")}</TableHeader>
          <TableHeader className="w-full">{t("detail")}</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {entries.map((entry) => {
          const href = targetHref(projectId, entry);
          const key = entry.action as Parameters<typeof actions>[0];
          const action = actions.has(key) ? actions(key) : entry.action;
          return (
            <TableRow key={entry.id}>
              <TableCell label={t("when")} className="whitespace-nowrap align-top text-muted">
                <DateTime date={entry.createdAt} />
              </TableCell>
              <TableCell label={t("who")} className="whitespace-nowrap align-top" title={entry.actor?.email}>
                {entry.actor?.name ?? <span className="text-muted">{t("attuneItself")}</span>}
              </TableCell>
              <TableCell className="whitespace-nowrap align-top">
                {href ? (
                  <Link href={href} className="hover:underline">
                    {action}
                  </Link>
                ) : (
                  action
                )}
              </TableCell>
              <TableCell className="min-w-56 break-words align-top text-muted">
                <Detail text={inWords(entry)} />
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

/** More than this fills a screen of the log by itself: a whole rubric, the settings of a round. */
const longest = 300;

/** A long one shows two lines until it is asked for. */
function Detail({ text }: { text: string }) {
  if (text.length <= longest) return text;
  return (
    <details className="group">
      <summary className="ml-4 cursor-pointer list-outside">
        <span className="line-clamp-2 group-open:line-clamp-none">{text}</span>
      </summary>
    </details>
  );
}
