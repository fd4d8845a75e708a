import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ApiTokenLine } from "../../../lib/auth/list-api-tokens.ts";
import { Card } from "../../_components/card.tsx";
import { EmptyState } from "../../_components/empty-state.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../_components/table.tsx";
import { TimeAgo } from "../../_components/time-ago.tsx";
import { CreateToken } from "./create-token.tsx";
import { RevokeToken } from "./revoke-token.tsx";

export function ApiTokens({ tokens }: { tokens: ApiTokenLine[] }) {
  const t = useTranslations("account.apiTokens");
  return (
    <Card flush title={t("apiTokens")} description={t("forScriptsATokenMay")} actions={<CreateToken />}>
      {tokens.length === 0 ? (
        <EmptyState icon={KeyRound} title={t("noTokens")}>
          {t("createOneToExportData")}
        </EmptyState>
      ) : (
        <Table label={t("apiTokens")}>
          <TableHead>
            <TableRow>
              <TableHeader>{t("name")}</TableHeader>
              <TableHeader>{t("beginsWith")}</TableHeader>
              <TableHeader>{t("lastUsed")}</TableHeader>
              <TableHeader>{t("created")}</TableHeader>
              <TableHeader>
                <span className="sr-only">{t("actions")}</span>
              </TableHeader>
            </TableRow>
          </TableHead>
          <TableBody>
            {tokens.map(({ id, name, prefix, lastUsedAt, createdAt }) => (
              <TableRow key={id}>
                <TableCell className="max-w-60 break-words font-medium">{name}</TableCell>
                <TableCell label={t("beginsWith")} className="font-mono text-sm">
                  {prefix}…
                </TableCell>
                <TableCell label={t("lastUsed")} className="text-muted">
                  {lastUsedAt ? <TimeAgo date={lastUsedAt} /> : t("never")}
                </TableCell>
                <TableCell label={t("created")} className="text-muted">
                  <TimeAgo date={createdAt} />
                </TableCell>
                <TableCell numeric>
                  <RevokeToken tokenId={id} name={name} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Card>
  );
}
