import Link from "next/link";
import type { AuditLine } from "../../../../../lib/audit/list-audit-entries.ts";
import { DateTime } from "../../../../_components/date-time.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../../../_components/table.tsx";
import { actionWords, detailWords, targetHref } from "./audit-words.ts";

export function AuditTable({ projectId, entries }: { projectId: string; entries: AuditLine[] }) {
  return (
    <Table label="Audit log">
      <TableHead>
        <tr>
          <TableHeader>When</TableHeader>
          <TableHeader>Who</TableHeader>
          <TableHeader>What</TableHeader>
          <TableHeader className="w-full">Detail</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {entries.map((entry) => {
          const href = targetHref(projectId, entry);
          return (
            <TableRow key={entry.id}>
              <TableCell className="whitespace-nowrap align-top text-muted">
                <DateTime date={entry.createdAt} />
              </TableCell>
              <TableCell className="whitespace-nowrap align-top" title={entry.actor?.email}>
                {entry.actor?.name ?? <span className="text-muted">Attune itself</span>}
              </TableCell>
              <TableCell className="whitespace-nowrap align-top">
                {href ? (
                  <Link href={href} className="hover:underline">
                    {actionWords(entry.action)}
                  </Link>
                ) : (
                  actionWords(entry.action)
                )}
              </TableCell>
              <TableCell className="min-w-56 break-words align-top text-muted">{detailWords(entry.detail)}</TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}
