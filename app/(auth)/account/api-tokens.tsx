import { KeyRound } from "lucide-react";
import type { ApiTokenLine } from "../../../lib/auth/list-api-tokens.ts";
import { Card } from "../../_components/card.tsx";
import { EmptyState } from "../../_components/empty-state.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../_components/table.tsx";
import { TimeAgo } from "../../_components/time-ago.tsx";
import { CreateToken } from "./create-token.tsx";
import { RevokeToken } from "./revoke-token.tsx";

export function ApiTokens({ tokens }: { tokens: ApiTokenLine[] }) {
  return (
    <Card
      flush
      title="API tokens"
      description="For scripts: a token may do what you may do. Keep it like a password."
      actions={<CreateToken />}
    >
      {tokens.length === 0 ? (
        <EmptyState icon={KeyRound} title="No tokens">
          Create one to export data or to submit rankings from a script.
        </EmptyState>
      ) : (
        <Table label="API tokens">
          <TableHead>
            <TableRow>
              <TableHeader>Name</TableHeader>
              <TableHeader>Begins with</TableHeader>
              <TableHeader>Last used</TableHeader>
              <TableHeader>Created</TableHeader>
              <TableHeader>
                <span className="sr-only">Actions</span>
              </TableHeader>
            </TableRow>
          </TableHead>
          <TableBody>
            {tokens.map(({ id, name, prefix, lastUsedAt, createdAt }) => (
              <TableRow key={id}>
                <TableCell className="max-w-60 break-words font-medium">{name}</TableCell>
                <TableCell className="font-mono text-sm">{prefix}…</TableCell>
                <TableCell className="text-muted">{lastUsedAt ? <TimeAgo date={lastUsedAt} /> : "never"}</TableCell>
                <TableCell className="text-muted">
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
