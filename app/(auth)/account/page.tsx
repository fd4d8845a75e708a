import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { currentActor, currentSession } from "../../../lib/auth/actor.ts";
import { listApiTokens } from "../../../lib/auth/list-api-tokens.ts";
import { listSessions } from "../../../lib/auth/list-sessions.ts";
import { AppFrame } from "../../_components/app-frame.tsx";
import { Card } from "../../_components/card.tsx";
import { PageHeader } from "../../_components/page-header.tsx";
import { ThemeToggle } from "../../_components/theme-toggle.tsx";
import { LanguageSelect } from "../../_i18n/language-select.tsx";
import { ApiTokens } from "./api-tokens.tsx";
import { LeaveButton } from "./leave-button.tsx";
import { PasswordForm } from "./password-form.tsx";
import { Sessions } from "./sessions.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("account.accountPage");
  return { title: t("account") };
}

export default async function AccountPage() {
  const t = await getTranslations("account.accountPage");
  const actor = await currentActor();
  if (!actor) redirect("/sign-in");
  const [tokens, sessions, current] = await Promise.all([
    listApiTokens({ userId: actor.id }),
    listSessions({ userId: actor.id }),
    currentSession(),
  ]);
  return (
    <AppFrame projectId={null}>
      <PageHeader title={t("account")} description={`${actor.name} · ${actor.email}`} />
      <div className="flex max-w-3xl flex-col gap-4">
        <Card title={t("appearance")} description={t("lightDarkOrAsThe")} actions={<ThemeToggle />} />
        <Card title={t("language")} description={t("inThisBrowser")} actions={<LanguageSelect />} />
        <ApiTokens tokens={tokens} />
        <Card title={t("password")} description={t("changingItSignsYouOut")}>
          <PasswordForm email={actor.email} />
        </Card>
        <Sessions sessions={sessions} currentId={current?.sessionId ?? null} />
        <Card title={t("leave")} description={t("deletesYourAccountWhatYou")} actions={<LeaveButton />} />
      </div>
    </AppFrame>
  );
}
