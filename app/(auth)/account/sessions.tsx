import { useTranslations } from "next-intl";
import type { SessionLine } from "../../../lib/auth/list-sessions.ts";
import { Badge } from "../../_components/badge.tsx";
import { Card } from "../../_components/card.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "../../_components/table.tsx";
import { TimeAgo } from "../../_components/time-ago.tsx";
import { browserName } from "./browser-name.ts";
import { EndSession } from "./end-session.tsx";
import { SignOutEverywhere } from "./sign-out-everywhere.tsx";

/** Where the person is signed in. */
export function Sessions({ sessions, currentId }: { sessions: SessionLine[]; currentId: string | null }) {
  const t = useTranslations("account.sessions");
  const nameOf = (userAgent: string) => {
    const { browser, system } = browserName(userAgent);
    const name = browser ?? t("anotherBrowser");
    return system ? t("browserOnSystem", { browser: name, system }) : name;
  };
  return (
    <Card flush title={t("sessions")} description={t("browsersInWhichYouAre")} actions={<SignOutEverywhere />}>
      <Table label={t("sessions")}>
        <TableHead>
          <TableRow>
            <TableHeader>{t("browser")}</TableHeader>
            <TableHeader>{t("lastSeen")}</TableHeader>
            <TableHeader>{t("signedIn")}</TableHeader>
            <TableHeader>
              <span className="sr-only">{t("actions")}</span>
            </TableHeader>
          </TableRow>
        </TableHead>
        <TableBody>
          {sessions.map(({ id, userAgent, lastSeenAt, createdAt }) => (
            <TableRow key={id}>
              <TableCell className="font-medium">
                {nameOf(userAgent)} {id === currentId && <Badge tone="good">{t("thisOne")}</Badge>}
              </TableCell>
              <TableCell label={t("lastSeen")} className="text-muted">
                <TimeAgo date={lastSeenAt} />
              </TableCell>
              <TableCell label={t("signedIn")} className="text-muted">
                <TimeAgo date={createdAt} />
              </TableCell>
              <TableCell numeric>
                {id !== currentId && <EndSession sessionId={id} name={nameOf(userAgent)} />}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
